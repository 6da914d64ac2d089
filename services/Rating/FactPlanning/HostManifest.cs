using Billing.Contracts;

namespace Billing.Rating;

/// <summary>What the host itself reads for eligibility, routing, tax and the invoice. It is unioned and snapshotted like a module's own needs.</summary>
public static class HostManifest
{
    /// <summary>Who asked, in messages and plans.</summary>
    public const string Name = "host";

    public static ManifestRequires Requires { get; } = new()
    {
        Facts =
        [
            Pack("CompanyPack", "company_id", "company_name", "is_tax_exempt", "default_tax_region", "region_code", "currency_code", "is_reverse_charge", "time_zone"),
            Pack(
                "BillingCyclesPack",
                "billing_cycle_id", "billing_cycle", "effective_date", "period_start_date", "period_end_date", "end_convention", "tax_date", "is_closed"),
            Pack(
                "AssignmentPack",
                "assignment_id", "plan_id", "plan_name", "plan_type", "start_date", "end_date", "is_active", "bundle_id", "bundle_name", "source"),
            Pack("PlanPack", "plan_id", "plan_name", "plan_type", "billing_frequency", "billing_timing"),
            Pack("PlanServiceConfigPack", "config_id", "plan_id", "configuration_type") with { Optional = true },
            Pack("TaxRatesPack", "tax_rate_id", "region_code", "tax_percentage", "is_composite", "is_active", "start_date", "end_date", "components", "thresholds"),
            Pack("CompanyTaxRatesPack", "tax_rate_id", "is_default", "location_id"),
            Pack("BilledEventsPack", "pack", "event_id", "part"),
        ],
    };

    private static PackRequirement Pack(string kind, params string[] fields) => new() { Kind = kind, VersionRange = "^1.0", Fields = fields };
}
