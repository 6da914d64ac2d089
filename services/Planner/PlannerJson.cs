using System.Text.Json.Serialization;
using Billing.Contracts;

namespace Billing.Planner;

/// <summary>JSON of columns that hold parts of contract documents.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<BillingWarning>))]
[JsonSerializable(typeof(IReadOnlyList<BillingWarning>))]
internal sealed partial class PlannerJson : JsonSerializerContext;
