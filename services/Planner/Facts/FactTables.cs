using System.Collections.Frozen;
using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Planner.Facts;

/// <summary>The tables of all packs of the catalog.</summary>
public sealed class FactTables
{
    private readonly FrozenDictionary<string, FactTable> _byPack;

    public FactTables(FactCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _byPack = catalog.Packs.ToFrozenDictionary(pack => pack.Name, pack => new FactTable(pack), StringComparer.Ordinal);
    }

    public IEnumerable<FactTable> All => _byPack.Values.OrderBy(table => table.Pack.Name, StringComparer.Ordinal);

    /// <summary>Error <c>fact.pack_missing</c> for a pack the catalog does not have.</summary>
    public FactTable Get(string pack) => _byPack.TryGetValue(pack, out var table)
        ? table
        : throw BillingException.NotFound(
            ErrorCodes.PackMissing,
            $"The catalog has no pack named '{pack}'.",
            "Use a name of schemas/catalog.json, such as CompanyPack.",
            pack);
}
