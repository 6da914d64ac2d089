using System.Text.Json;

namespace Billing.Rating;

/// <summary>One event of a company, eligible to be billed in the period.</summary>
/// <param name="Id">Its key in the pack.</param>
/// <param name="Day">The day it belongs to, in the company's time zone; null for packs without dates.</param>
/// <param name="PlanId">The plan or assignment it was put under; null for none.</param>
internal sealed record CompanyEvent(string Pack, string Id, DateOnly? Day, string? PlanId, JsonElement Row);
