using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>The fact pack catalog, <c>schemas/catalog.json</c>.</summary>
/// <param name="CatalogVersion">Semantic version.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FactCatalog(string CatalogVersion, IReadOnlyList<FactPack> Packs);

[JsonConverter(typeof(EnumNameConverter<PackKind>))]
public enum PackKind
{
    [JsonStringEnumMemberName("fact")]
    Fact,
    [JsonStringEnumMemberName("event")]
    Event,
}

/// <summary>One pack: a versioned, named table of rows.</summary>
/// <param name="Name"><c>PlanFixedConfigPack</c>; its view or table is <c>plan_fixed_config_pack</c>.</param>
/// <param name="Key">Fields that, with tenant and company, identify a row; never null. An event pack has one: the event's id.</param>
/// <param name="DateField">Event packs: the field whose instant or date is narrowed by. Null: rows carry no date, and all of the company's are read.</param>
/// <param name="Owner"><c>company</c>: every row belongs to a company; <c>tenant</c>: rows with a null company_id belong to all companies of the tenant.</param>
/// <param name="Order">Fields that give the canonical order of rows; null where <paramref name="Key"/> does.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FactPack(
    string Name,
    string Version,
    PackKind Kind,
    string Description,
    string Owner,
    IReadOnlyList<string> Key,
    IReadOnlyList<FactField> Fields,
    string? DateField = null,
    IReadOnlyList<string>? Order = null);

[JsonConverter(typeof(EnumNameConverter<FactType>))]
public enum FactType
{
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>JSON integer: counts and minutes.</summary>
    [JsonStringEnumMemberName("integer")]
    Integer,

    /// <summary>JSON integer of minor units.</summary>
    [JsonStringEnumMemberName("cents")]
    Cents,

    /// <summary>JSON string: plain decimal.</summary>
    [JsonStringEnumMemberName("decimal")]
    Decimal,
    [JsonStringEnumMemberName("boolean")]
    Boolean,

    /// <summary>JSON string <c>YYYY-MM-DD</c>.</summary>
    [JsonStringEnumMemberName("date")]
    Date,

    /// <summary>JSON string, UTC with milliseconds: <c>2025-01-31T08:00:00.000Z</c>.</summary>
    [JsonStringEnumMemberName("instant")]
    Instant,

    /// <summary>Nested JSON, canonical.</summary>
    [JsonStringEnumMemberName("json")]
    Json,
}

/// <param name="LastDayCounts">For end dates: whether the source's last day counts. Loaders turn each into the first day not covered; rows and documents always hold that.</param>
/// <param name="Values">Closed set of texts; null when open.</param>
/// <param name="LastDayCountsWhen">Instead of <paramref name="LastDayCounts"/>, where another field of the row decides.</param>
/// <param name="Fields">Of <see cref="FactType.Json"/>: the value is a list of objects with these fields, to which the same rules apply. Null: any JSON.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FactField(
    string Name,
    FactType Type,
    bool Nullable,
    string Description,
    bool? LastDayCounts = null,
    IReadOnlyList<string>? Values = null,
    LastDayRule? LastDayCountsWhen = null,
    IReadOnlyList<FactField>? Fields = null);

/// <summary>The source's last day counts where <paramref name="Field"/> has one of these values; elsewhere it does not.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LastDayRule(string Field, IReadOnlyList<string> Values);
