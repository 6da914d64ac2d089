using System.Text;
using System.Text.Json;
using Billing.Cli.Api;
using Billing.Contracts;

namespace Billing.Integration.Tests.BadInput;

/// <summary>
/// A tenant of hand-made companies, loaded over HTTP as any program could. Each company has the one cycle January 2025 and one plan of 123.45 USD with one service, tax-exempt:
/// who is billed gets an invoice of 12,345 cents.
/// </summary>
internal sealed class SmallTenant(BillingClient client, string tenantId)
{
    public const long InvoiceCents = 12_345;
    public static readonly DateOnly DueBy = new(2025, 2, 1);
    private const string Service = "service-care";

    public string TenantId => tenantId;

    /// <summary>A plan with a fixed fee.</summary>
    public async Task AddPlanAsync(string planId, string name, string type = "fixed")
    {
        await LoadAsync("CatalogPack", new { service_id = Service, service_name = "Care", default_rate_cents = "10000", is_taxable = false, unit_of_measure = "unit" });
        await LoadAsync("PlanFixedConfigPack", new { plan_id = planId, base_rate_cents = InvoiceCents, enable_proration = false, alignment = "start" });
        await LoadAsync("PlanServiceConfigPack", new { config_id = $"{planId}-config", plan_id = planId, service_id = Service, configuration_type = "fixed", quantity = "1" });
        await LoadAsync("PlanPack", new { plan_id = planId, plan_name = name, plan_type = type, billing_frequency = "monthly", is_active = true, enable_overtime = false });
    }

    public async Task AddCompaniesAsync(string planId, params IEnumerable<string> companyIds)
    {
        foreach (var id in companyIds)
        {
            await AddCompanyAsync(id, $"{id} Ltd");
            await AssignAsync(id, planId);
            await AddCycleAsync(id);
        }
    }

    public Task AddCompanyAsync(string id, string name) =>
        LoadAsync("CompanyPack", new { company_id = id, company_name = name, is_tax_exempt = true, currency_code = "USD", is_reverse_charge = false, credit_balance_cents = 0 });

    public Task AssignAsync(string companyId, string planId, string planType = "fixed") => LoadAsync(
        "AssignmentPack",
        new
        {
            company_id = companyId,
            assignment_id = $"{companyId}-assignment",
            plan_id = planId,
            plan_name = $"Plan of {companyId}",
            plan_type = planType,
            start_date = "2024-01-01",
            is_active = true,
            billing_cycle = "monthly",
            source = "direct",
        });

    public Task AddCycleAsync(string companyId, string start = "2025-01-01", string end = "2025-02-01") => LoadAsync(
        "BillingCyclesPack",
        new
        {
            company_id = companyId,
            billing_cycle_id = $"{companyId}-2025-01",
            billing_cycle = "monthly",
            effective_date = "2025-01-01",
            period_start_date = start,
            period_end_date = end,
            end_convention = "exclusive",
            is_closed = false,
        });

    public RunBilling FinalRun(string key) => new() { TenantId = tenantId, IdempotencyKey = key, Mode = RunMode.Final, DueBy = DueBy };

    private async Task LoadAsync<T>(string pack, T row)
    {
        var loaded = await client.LoadFactsAsync(tenantId, pack, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(row)), CancellationToken.None);
        loaded.Rows.ShouldBe(1);
    }
}
