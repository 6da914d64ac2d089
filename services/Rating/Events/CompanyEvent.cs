using System.Text.Json;

namespace Billing.Rating;

/// <summary>One event of a company that is dated inside the period and was not billed before.</summary>
/// <param name="Id">Its key in the pack.</param>
/// <param name="Day">The day on which it begins, in the company's time zone; null for packs without dates.</param>
/// <param name="PlanId">The plan or assignment it was put under; null for none.</param>
/// <param name="IsBillable">False for time that is not approved billable work on a ticket or a project task for some service.</param>
internal sealed record CompanyEvent(string Pack, string Id, DateOnly? Day, string? PlanId, bool IsBillable, JsonElement Row);
