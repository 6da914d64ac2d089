using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// What one run reads: the union of what its modules and the host declare, checked against the catalog.
/// </summary>
/// <param name="Packs">By name.</param>
public sealed record FactPlan(string CatalogVersion, IReadOnlyList<PlannedPack> Packs)
{
    public PlannedPack? Find(string pack) => Packs.FirstOrDefault(planned => string.Equals(planned.Name, pack, StringComparison.Ordinal));
}

/// <summary>One pack of a fact plan.</summary>
/// <param name="Fields">Union of the declared fields, in the catalog's order.</param>
/// <param name="Filters">Field to a value or list of values that every row any requester wants satisfies; <c>${scope.…}</c> filters are applied later, per scope.</param>
/// <param name="DateField">Of an event pack: the field that <see cref="EventWindow"/> narrows; null when all of the company's rows are read.</param>
/// <param name="Optional">Everyone who asks can do without it.</param>
/// <param name="RequestedBy"><c>host</c> and <c>module_id@version</c>, in order.</param>
public sealed record PlannedPack(
    string Name,
    PackKind Kind,
    string Version,
    IReadOnlyList<string> Fields,
    IReadOnlyDictionary<string, JsonElement> Filters,
    string? DateField,
    bool Optional,
    IReadOnlyList<string> RequestedBy);
