using System.Globalization;
using System.Text;
using System.Text.Json;
using Billing.Cli.Api;
using Billing.Contracts;

namespace Billing.Integration.Tests.Journeys;

/// <summary>
/// A tenant with one plan of included hours: ten hours of desk at 90.00 an hour beyond them and one hour of consulting at 120.00, both carried into the next month.
/// Its companies begin with January 2025 and are tax-exempt.
/// </summary>
internal sealed class BlockHoursTenant(BillingClient client, string tenantId)
{
    public const string Desk = "desk";
    public const string Consulting = "consulting";
    private const string Plan = "block-hours";

    public async Task AddPlanAsync()
    {
        foreach (var (service, minutes, rate) in new[] { (Desk, 600, "9000"), (Consulting, 60, "12000") })
        {
            await LoadAsync("CatalogPack", new { service_id = service, service_name = service, default_rate_cents = "10000", is_taxable = false });
            await LoadAsync("PlanServiceConfigPack", new { config_id = service + "-hours", plan_id = Plan, service_id = service, configuration_type = "bucket" });
            await LoadAsync(
                "BucketConfigPack",
                new { config_id = service + "-hours", total_hours = (minutes / 60).ToString(CultureInfo.InvariantCulture), total_minutes = minutes, overage_rate_cents = rate, rollover_allowed = true });
        }

        await LoadAsync("PlanPack", new { plan_id = Plan, plan_name = "Block hours", plan_type = "bucket", billing_frequency = "monthly", is_active = true, enable_overtime = false });
    }

    /// <param name="months">Its open cycles, by the months of 2025.</param>
    public async Task AddCompanyAsync(string companyId, params IEnumerable<int> months)
    {
        await LoadAsync("CompanyPack", new { company_id = companyId, company_name = companyId + " Ltd", is_tax_exempt = true, currency_code = "USD", is_reverse_charge = false, credit_balance_cents = 0 });
        await LoadAsync(
            "AssignmentPack",
            new { company_id = companyId, assignment_id = "block", plan_id = Plan, plan_name = "Block hours", plan_type = "bucket", start_date = "2025-01-01", is_active = true, billing_cycle = "monthly", source = "direct" });
        foreach (var month in months)
        {
            var start = new DateOnly(2025, month, 1);
            await LoadAsync(
                "BillingCyclesPack",
                new
                {
                    company_id = companyId,
                    billing_cycle_id = string.Create(CultureInfo.InvariantCulture, $"{companyId}-{start:yyyy-MM}"),
                    billing_cycle = "monthly",
                    effective_date = "2025-01-01",
                    period_start_date = start,
                    period_end_date = start.AddMonths(1),
                    end_convention = "exclusive",
                    is_closed = false,
                });
        }
    }

    /// <summary>One approved entry that begins at eight in the morning.</summary>
    public Task WorkAsync(string companyId, string service, DateOnly day, int minutes)
    {
        var start = day.ToDateTime(new TimeOnly(8, 0), DateTimeKind.Utc);
        return LoadAsync(
            "TimeEntriesPack",
            new
            {
                company_id = companyId,
                entry_id = string.Create(CultureInfo.InvariantCulture, $"{companyId}-{service}-{day:yyyy-MM-dd}"),
                user_id = "technician",
                service_id = service,
                work_item_type = "ticket",
                ticket_project_links = 0,
                start_time = start,
                end_time = start.AddMinutes(minutes),
                billable_duration_minutes = minutes,
                billable = true,
                approval_status = "APPROVED",
                approved = true,
                invoiced = false,
            });
    }

    /// <summary>A run of the cycles of one month of 2025.</summary>
    public RunBilling Run(string key, RunMode mode, int month)
    {
        var start = new DateOnly(2025, month, 1);
        return new() { TenantId = tenantId, IdempotencyKey = key, Mode = mode, Period = new DateRange(start, start.AddMonths(1)) };
    }

    private async Task LoadAsync<T>(string pack, T row) =>
        (await client.LoadFactsAsync(tenantId, pack, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(row)), CancellationToken.None)).Rows.ShouldBe(1);
}
