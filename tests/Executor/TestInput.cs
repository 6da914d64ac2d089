using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;

namespace Billing.Executor.Tests;

/// <summary>The input snapshot of one company in January 2025 with one assignment.</summary>
internal sealed record TestInput(string TenantId, string CompanyId)
{
    /// <summary>Plan type of its assignment, which picks the module; null for no assignment at all.</summary>
    public string? PlanType { get; init; } = "flat";

    public async Task<CompanyToRate> PutAsync(ISnapshotStore snapshots)
    {
        var content = CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(Json()));
        await snapshots.PutManyAsync(TenantId, [new(Digest.Of(content), "input", content)], CancellationToken.None);
        return new(CompanyId, "2025-01", 1, Digest.Of(content));
    }

    private string Json() => $$"""
        {
          "context": {
            "tenant_id": {{Text(TenantId)}},
            "company": {"company_id": {{Text(CompanyId)}}, "company_name": "Company", "is_tax_exempt": false, "default_tax_region": "XX", "region_code": null,
              "currency_code": "USD", "is_reverse_charge": false, "credit_balance_cents": 0, "time_zone": "UTC"},
            "period": {"start": "2025-01-01", "end": "2025-02-01", "billing_cycle": "monthly", "billing_cycle_id": "2025-01"},
            "now": "2025-02-01T06:00:00Z", "seed": "00", "tax_date": "2025-02-01"
          },
          "facts": {
            "AssignmentPack": [{{(PlanType is null ? "" : Assignment(PlanType))}}],
            "BillingCyclesPack": [], "BilledEventsPack": [], "CompanyPack": [], "CompanyTaxRatesPack": [], "PlanPack": [], "TaxRatesPack": []
          },
          "events": {},
          "balances": []
        }
        """;

    private static string Assignment(string planType) => $$"""
        {"assignment_id": "assignment-1", "plan_id": "plan-1", "plan_name": "Plan", "plan_type": {{Text(planType)}}, "start_date": "2024-01-01", "end_date": null,
         "is_active": true, "billing_cycle": "monthly", "bundle_id": null, "bundle_name": null, "company_bundle_id": null, "source": "direct"}
        """;

    private static string Text(string value) => JsonSerializer.Serialize(value);
}
