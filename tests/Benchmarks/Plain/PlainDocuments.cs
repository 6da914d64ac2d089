using System.Text.Json.Serialization;

namespace Billing.Benchmarks.Plain;

/// <summary>What plain C# reads of a company's input: typed rows of the packs that price fixed and metered plans. The rest is passed over.</summary>
internal sealed record PlainInput(PlainContext Context, PlainFacts Facts, PlainEvents Events);

internal sealed record PlainContext(string TenantId, PlainCompanyRow Company, PlainPeriod Period);

internal sealed record PlainCompanyRow(string CompanyId, string CurrencyCode);

internal sealed record PlainPeriod(DateOnly Start, DateOnly End, string BillingCycleId);

internal sealed record PlainFacts(
    [property: JsonPropertyName("AssignmentPack")] PlainAssignment[] Assignments,
    [property: JsonPropertyName("PlanFixedConfigPack")] PlainFee[] Fees,
    [property: JsonPropertyName("PlanServiceConfigPack")] PlainConfig[] Configs,
    [property: JsonPropertyName("CatalogPack")] PlainService[] Services,
    [property: JsonPropertyName("UsageConfigPack")] PlainUsageConfig[] UsageConfigs);

internal sealed record PlainEvents([property: JsonPropertyName("UsageRecordsPack")] PlainRecord[] Records);

internal sealed record PlainAssignment(string AssignmentId, string PlanId, string PlanType, DateOnly StartDate, DateOnly? EndDate, bool IsActive, string? BundleId, string Source);

internal sealed record PlainFee(string PlanId, long? BaseRateCents, bool EnableProration);

internal sealed record PlainConfig(string ConfigId, string PlanId, string ServiceId, string ConfigurationType, decimal? Quantity, decimal? CustomRateCents);

internal sealed record PlainService(string ServiceId, string ServiceName, decimal? DefaultRateCents, string? CategoryId, string? TaxRegion, bool IsTaxable, string? UnitOfMeasure);

internal sealed record PlainUsageConfig(string ConfigId, decimal MinimumUsage, bool EnableTieredPricing, string UnitOfMeasure);

internal sealed record PlainRecord(string UsageId, string ServiceId, string? PlanId, DateTimeOffset UsageDate, decimal Quantity, bool Invoiced);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(PlainInput))]
internal sealed partial class PlainJson : JsonSerializerContext;
