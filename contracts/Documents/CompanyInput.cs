using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>
/// The input snapshot of one company and cycle: everything rating and tax see. Stored as canonical JSON (RFC 8785) and named by its SHA-256.
/// It holds no run id, no mode and no wall clock; <see cref="InputContext.Now"/> is the run's <c>as_of</c>.
/// </summary>
public sealed record CompanyInput
{
    public required InputContext Context { get; init; }

    /// <summary>Pack name to rows in canonical order (by the catalog's key). Every end date is the first day not covered.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Facts { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Events { get; init; }

    /// <summary>Opening balances, as the last issued period closed them.</summary>
    public required IReadOnlyList<JsonElement> Balances { get; init; }
}

/// <param name="Company">The CompanyPack row.</param>
/// <param name="Now">The run's <c>as_of</c>.</param>
/// <param name="Seed">Lower-case hex, derived from tenant, company and cycle: the only randomness a module may have.</param>
/// <param name="TaxDate">
/// The date whose tax rates apply: the cycle's own <c>tax_date</c>, else as policy <c>tax_date</c> says; the day of <paramref name="Now"/> for a manual invoice.
/// </param>
/// <param name="Request">What is billed; null for a cycle.</param>
public sealed record InputContext(string TenantId, JsonElement Company, BillingPeriod Period, DateTimeOffset Now, string Seed, DateOnly TaxDate, RequestKind? Request = null);

/// <summary>What a company's input asks for.</summary>
[JsonConverter(typeof(EnumNameConverter<RequestKind>))]
public enum RequestKind
{
    /// <summary>All of a billing cycle: plans, events, and what was entered by hand.</summary>
    [JsonStringEnumMemberName("cycle")]
    Cycle,

    /// <summary>An invoice of what was entered by hand and nothing else: no plan is billed, and none is needed.</summary>
    [JsonStringEnumMemberName("manual")]
    Manual,
}

/// <summary>The billed period: half-open, <see cref="Start"/> inclusive, <see cref="End"/> exclusive.</summary>
/// <param name="BillingCycle">weekly, bi-weekly, monthly, quarterly, semi-annually, annually.</param>
public sealed record BillingPeriod(DateOnly Start, DateOnly End, string BillingCycle, string BillingCycleId);

/// <summary>A half-open range of days: <see cref="Start"/> inclusive, <see cref="End"/> exclusive.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DateRange(DateOnly Start, DateOnly End);
