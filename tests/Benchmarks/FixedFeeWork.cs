using System.Globalization;
using System.Reflection;
using System.Text;

namespace Billing.Benchmarks;

/// <summary>One call's worth of rating: a fixed plan with 40 services, as the document the module gets.</summary>
public static class FixedFeeWork
{
    public const int Services = 40;

    private const int BaseRateCents = 1_234_567;

    public static string Root { get; } = typeof(FixedFeeWork).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string ModuleFile { get; } = Path.Combine(Root, "tools", "sdk", "modules", "fixed-fmv", "build", "fixed-fmv.wasm");

    public static byte[] Module { get; } = File.ReadAllBytes(ModuleFile);

    public static byte[] Input { get; } = Encoding.UTF8.GetBytes(Document());

    private static string Document()
    {
        var catalog = string.Join(',', Rows(service => $$"""{"category_id":null,"default_rate_cents":"{{1000 + (service * 37)}}","is_taxable":true,"service_id":"service-{{service:00}}","service_name":"Service {{service}}","tax_rate_id":"rate","tax_region":"US-NY","unit_of_measure":"unit"}"""));
        var configs = string.Join(',', Rows(service => $$"""{"config_id":"config-{{service:00}}","configuration_type":"fixed","custom_rate_cents":null,"plan_id":"plan","quantity":"{{1 + (service % 5)}}","service_id":"service-{{service:00}}"}"""));
        return $$$"""
            {"abi":1,"context":{"company":{"company_id":"company","company_name":"Company","credit_balance_cents":0,"currency_code":"USD","default_tax_region":"US-NY","is_reverse_charge":false,"is_tax_exempt":false,"region_code":"US-NY","time_zone":"UTC"},"now":"2025-02-01T00:00:00Z","period":{"billing_cycle":"monthly","billing_cycle_id":"cycle","end":"2025-02-01","start":"2025-01-01"},"seed":"00","tenant_id":"tenant"},"facts":{"BillingCyclesPack":[],"CatalogPack":[{{{catalog}}}],"PlanFixedConfigPack":[{"alignment":"start","base_rate_cents":{{{BaseRateCents}}},"enable_proration":true,"plan_id":"plan"}],"PlanPack":[{"billing_frequency":"monthly","billing_timing":"arrears","is_active":true,"plan_id":"plan","plan_name":"Plan","plan_type":"fixed"}],"PlanServiceConfigPack":[{{{configs}}}]},"policies":{"assignment_window":"half_open","fixed_allocation":"largest_remainder","fixed_cycle_length":"period","fixed_missing_fee":"warn","fixed_proration_days":"half_open","fixed_zero_fmv":"by_quantity","fixed_zero_quantity":"zero"},"scope":{"assignment_id":"assignment","billing_cycle":"monthly","bundle_id":null,"bundle_name":null,"company_bundle_id":null,"company_id":"company","end_date":null,"is_active":true,"plan_id":"plan","plan_name":"Plan","plan_type":"fixed","source":"direct","start_date":"2025-01-11"}}
            """;
    }

    private static IEnumerable<string> Rows(Func<int, FormattableString> row) => Enumerable.Range(1, Services).Select(service => row(service).ToString(CultureInfo.InvariantCulture));
}
