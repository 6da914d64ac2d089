using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>What kind of line a charge is.</summary>
[JsonConverter(typeof(EnumNameConverter<ChargeType>))]
public enum ChargeType
{
    [JsonStringEnumMemberName("recurring")]
    Recurring,
    [JsonStringEnumMemberName("time")]
    Time,
    [JsonStringEnumMemberName("usage")]
    Usage,
    [JsonStringEnumMemberName("overage")]
    Overage,
    [JsonStringEnumMemberName("bundle")]
    Bundle,
    [JsonStringEnumMemberName("discount")]
    Discount,
    [JsonStringEnumMemberName("manual")]
    Manual,
    [JsonStringEnumMemberName("credit")]
    Credit,
}

/// <summary>
/// Charge IR: one normalised line item. What a module returns is the same document without the fields the host sets
/// (<see cref="ChargeId"/>, <see cref="SourceModule"/>, <see cref="SourceScope"/>) and with a <see cref="LineKey"/>.
/// </summary>
public sealed record Charge
{
    /// <summary>hash(tenant, company, cycle, scope or stage, module_id, line_key): the same line has the same id in every revision. Set by the host.</summary>
    public string? ChargeId { get; init; }

    /// <summary>Unique within one module's output: a service, entry or rule id.</summary>
    public string? LineKey { get; init; }

    public required ChargeType ChargeType { get; init; }

    public required string Description { get; init; }

    /// <summary>Plain decimal, at most 6 places. For showing; <see cref="NetAmountCents"/> binds.</summary>
    public required string Quantity { get; init; }

    /// <summary>Decimal cents, at most 6 places. For showing.</summary>
    public required string UnitPrice { get; init; }

    /// <summary>Minor units; within ±(2^53−1); negative for discounts and credits.</summary>
    public required long NetAmountCents { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string CurrencyCode { get; init; }

    public required bool IsTaxable { get; init; }

    /// <summary>First day of the service, inclusive.</summary>
    public required DateOnly ServiceStart { get; init; }

    /// <summary>First day after the service: exclusive.</summary>
    public required DateOnly ServiceEnd { get; init; }

    public string? TaxRegionHint { get; init; }

    /// <summary>Tags, lower snake case; a tenant's own start with <c>x_</c>.</summary>
    public IReadOnlyDictionary<string, string>? Dimensions { get; init; }

    /// <summary><c>module_id@version</c> that made the charge or altered it last; changing dimensions alone is not altering it. Set by the host.</summary>
    public string? SourceModule { get; init; }

    /// <summary>Assignment id of the scope, or the stage's name. Set by the host.</summary>
    public string? SourceScope { get; init; }

    /// <summary>Ids of the events this line settles.</summary>
    public IReadOnlyList<string>? InputRefs { get; init; }

    /// <summary>Ids of the charges this line was made from.</summary>
    public IReadOnlyList<string>? DerivedFrom { get; init; }

    /// <summary>Structured reasons: strings, integers and booleans only.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}

/// <summary>An event settled without a line: inside an allowance, or under a bundle rate.</summary>
/// <param name="Pack">Event pack, e.g. <c>TimeEntriesPack</c>.</param>
/// <param name="Part"><c>whole</c>, or the name of the part that was settled.</param>
/// <param name="Reason">Code of the reason, e.g. <c>bucket.inside_allowance</c>.</param>
public sealed record ConsumedEvent(string Pack, string EventId, string Part, string Reason);

/// <summary>A bucket's movement over one period, in minutes, keyed (tenant, assignment, service, period).</summary>
/// <param name="PeriodStart">Inclusive.</param>
/// <param name="PeriodEnd">Exclusive.</param>
/// <param name="Expires">First day on which what was rolled over is gone; null for never.</param>
public sealed record Balance(
    string AssignmentId,
    string ServiceId,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    long OpeningMinutes,
    long GrantedMinutes,
    long UsedMinutes,
    long RolledOverMinutes,
    long ExpiredMinutes,
    long ClosingMinutes,
    DateOnly? Expires = null);
