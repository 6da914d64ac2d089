using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Cli.Golden;

namespace Billing.Cli.Tests;

/// <summary>A small scenario, written out, that a test changes as it needs.</summary>
internal static class Scenario
{
    public static JsonObject Json(string id = "fixed-1") => JsonNode.Parse($$"""
        {
          "id": "{{id}}", "family": "fixed", "tags": [], "parity": { "charges": true, "discounts": true, "invoice": true },
          "context": {
            "tenant_id": "11111111-0000-4000-8000-000000000001",
            "company": {
              "company_id": "22222222-0000-4000-8000-000000000001", "company_name": "Acme", "is_tax_exempt": false, "default_tax_region": "US-NY", "region_code": null,
              "currency_code": "USD", "is_reverse_charge": false, "credit_balance_cents": 0
            },
            "period": {
              "start_date": "2025-01-01", "end_date": "2025-02-01", "billing_cycle": "monthly", "billing_cycle_id": "33333333-0000-4000-8000-000000000001",
              "end_convention": "exclusive"
            },
            "run_date": "2025-02-03"
          },
          "facts": {
            "BillingCyclesPack": [
              { "billing_cycle_id": "33333333-0000-4000-8000-000000000001", "billing_cycle": "monthly", "effective_date": "2025-01-01",
                "period_start_date": "2025-01-01", "period_end_date": "2025-02-01" }
            ],
            "AssignmentPack": [
              { "assignment_id": "44444444-0000-4000-8000-000000000001", "company_id": "22222222-0000-4000-8000-000000000001",
                "plan_id": "55555555-0000-4000-8000-000000000001", "plan_name": "Gold", "plan_type": "fixed", "start_date": "2024-01-01", "end_date": "2025-01-31",
                "is_active": true, "billing_cycle": "monthly", "bundle_id": null, "bundle_name": null, "company_bundle_id": null, "source": "direct" }
            ],
            "PlanPack": [
              { "plan_id": "55555555-0000-4000-8000-000000000001", "plan_name": "Gold", "plan_type": "fixed", "billing_frequency": "monthly", "is_active": true,
                "enable_overtime": false, "overtime_rate_cents": null, "overtime_threshold_hours": 40 }
            ],
            "CatalogPack": [
              { "service_id": "66666666-0000-4000-8000-000000000001", "service_name": "Backup", "default_rate_cents": 1250, "category_id": null,
                "tax_rate_id": "77777777-0000-4000-8000-000000000001", "tax_region": "US-NY", "is_taxable": true, "unit_of_measure": "unit" }
            ],
            "PlanFixedConfigPack": [
              { "plan_id": "55555555-0000-4000-8000-000000000001", "base_rate_cents": 10000, "enable_proration": false, "alignment": "start" }
            ],
            "PlanServiceConfigPack": [
              { "plan_id": "55555555-0000-4000-8000-000000000001", "service_id": "66666666-0000-4000-8000-000000000001", "configuration_type": "fixed",
                "config_id": "88888888-0000-4000-8000-000000000001", "quantity": 2, "custom_rate_cents": null }
            ],
            "BundlePack": [], "DiscountPolicyPack": [], "HourlyConfigPack": [], "UserTypeRatesPack": [], "UsageConfigPack": [], "RateTiersPack": [], "BucketConfigPack": [],
            "BucketUsagePack": [],
            "TaxRatesPack": [
              { "tax_rate_id": "77777777-0000-4000-8000-000000000001", "region_code": "US-NY", "tax_percentage": 8.875, "is_composite": false, "is_active": true,
                "start_date": "2020-01-01", "end_date": null, "components": [], "thresholds": [] }
            ],
            "CompanyTaxRatesPack": [ { "tax_rate_id": "77777777-0000-4000-8000-000000000001", "is_default": true, "location_id": null } ]
          },
          "events": { "TimeEntriesPack": [], "UsageRecordsPack": [], "ManualItemsPack": [] },
          "expected": {
            "error": null, "total_cents": 10000, "discounts": [], "final_cents": 10000,
            "charges": [ { "type": "fixed", "service_id": "66666666-0000-4000-8000-000000000001", "total_cents": 10000 } ],
            "invoice": {
              "items": [ { "net_cents": 10000, "tax_cents": 888, "tax_region": "US-NY", "details": [ { "allocated_cents": 10000, "tax_cents": 888 } ] } ],
              "subtotal_cents": 10000, "tax_cents": 888, "total_cents": 10888
            }
          }
        }
        """)!.AsObject();

    public static GoldenScenario Of(JsonObject json) => GoldenScenario.Read(JsonSerializer.SerializeToElement(json));

    /// <summary>One line.</summary>
    public static string Line(this JsonObject json) => json.ToJsonString();
}
