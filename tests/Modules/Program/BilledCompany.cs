using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>A company with an hourly plan, a fixed plan in a bundle, a discount and a cap, as a run finds it.</summary>
internal sealed record BilledCompany(HourlyCase Hourly, long FeeCents, int DiscountThousandths, long CapCents)
{
    public static readonly Gen<BilledCompany> Any =
        from hourly in HourlyCase.Any
        from fee in Sold.Amounts
        from discount in Gen.Choose(0, 1_000)
        from cap in Sold.Amounts
        select new BilledCompany(hourly, fee, discount, cap);

    public BilledCompany With(Entry late) => this with { Hourly = Hourly with { Entries = [.. Hourly.Entries, late] } };

    /// <param name="shuffle">Seed of an order of rows; null for the usual one.</param>
    public CompanyInput Input(int? shuffle = null)
    {
        var (start, end) = (HourlyCase.Month, HourlyCase.Month.AddMonths(1));
        var given = Hourly.Document();
        var facts = Rating.Catalogs.Facts.Packs.Where(pack => pack.Kind == PackKind.Fact).ToDictionary(pack => pack.Name, _ => new List<object>(), StringComparer.Ordinal);
        foreach (var (pack, rows) in given["facts"]!.AsObject().Where(pack => pack.Key != "PlanPack"))
            facts[pack].AddRange(rows!.AsArray().Select(row => (object)row!));
        facts["PlanPack"].AddRange([Plan("p1", "hourly", Hourly.Plan), Plan("p2", "fixed", null)]);
        facts["AssignmentPack"].AddRange([Assignment("a1", "p1", "hourly", null), Assignment("a2", "p2", "fixed", "b1")]);
        facts["BillingCyclesPack"].Add(new
        {
            billing_cycle_id = "cy1",
            billing_cycle = "monthly",
            effective_date = Documents.Text(start),
            period_start_date = Documents.Text(start),
            period_end_date = Documents.Text(end),
            end_convention = "exclusive",
            tax_date = (string?)null,
            is_closed = false,
        });
        facts["PlanFixedConfigPack"].Add(new { plan_id = "p2", base_rate_cents = FeeCents, enable_proration = false });
        facts["PlanServiceConfigPack"].AddRange([Service("s8", "k8"), Service("s9", "k9")]);
        facts["CatalogPack"].AddRange([Catalog("s8", "700"), Catalog("s9", "300")]);
        facts["BundlePack"].Add(new { assignment_id = "a2", bundle_id = "b1", company_bundle_id = "cb1", bundle_name = "Office", plan_id = "p2", custom_rate_cents = (long?)null, start_date = "2024-01-01", end_date = (string?)null, is_active = true });
        facts["DiscountPolicyPack"].Add(new
        {
            discount_id = "d1",
            discount_name = "Loyalty",
            discount_type = "percentage",
            value = Exact.Thousandths(DiscountThousandths),
            plan_id = "p1",
            company_id = "c1",
            start_date = "2024-01-01",
            end_date = (string?)null,
            is_active = true,
        });
        facts["CapPolicyPack"].Add(new { cap_id = "k1", cap_name = "Cap", cap_cents = CapCents, plan_id = (string?)null, category_id = (string?)null, start_date = "2024-01-01", end_date = (string?)null, is_active = true });
        var events = Rating.Catalogs.Facts.Packs.Where(pack => pack.Kind == PackKind.Event).ToDictionary(pack => pack.Name, _ => new List<object>(), StringComparer.Ordinal);
        events["TimeEntriesPack"].AddRange(given["events"]!["TimeEntriesPack"]!.AsArray().Select(row => (object)Approved(row!.AsObject())));
        return new CompanyInput
        {
            Context = new InputContext("t1", Element(given["context"]!["company"]!), new BillingPeriod(start, end, "monthly", "cy1"), new DateTimeOffset(end.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), "00ff", end),
            Facts = Rows(facts, shuffle),
            Events = Rows(events, shuffle),
            Balances = [],
        };
    }

    private static Dictionary<string, IReadOnlyList<JsonElement>> Rows(Dictionary<string, List<object>> packs, int? shuffle) => packs.ToDictionary(
        pack => pack.Key, pack => (IReadOnlyList<JsonElement>)[.. (shuffle is { } seed ? Exact.Shuffled(pack.Value, seed) : pack.Value.ToArray()).Select(Element)], StringComparer.Ordinal);

    private static JsonObject Approved(JsonObject row)
    {
        row["billable"] = true;
        row["approval_status"] = "APPROVED";
        row["approved"] = true;
        return row;
    }

    private static object Plan(string id, string type, OvertimeRule? overtime) => new
    {
        plan_id = id,
        plan_name = "Plan " + id,
        plan_type = type,
        billing_frequency = "monthly",
        billing_timing = (string?)null,
        is_active = true,
        enable_overtime = overtime is not null,
        overtime_rate_cents = overtime?.Rate is { } rate ? Exact.Thousandths(rate) : null,
        overtime_threshold_hours = overtime is null ? null : Exact.Thousandths(overtime.Threshold),
    };

    private static object Assignment(string id, string plan, string type, string? bundle) => new
    {
        assignment_id = id,
        company_id = "c1",
        plan_id = plan,
        plan_name = "Plan " + plan,
        plan_type = type,
        start_date = "2024-06-01",
        end_date = (string?)null,
        is_active = true,
        billing_cycle = "monthly",
        bundle_id = bundle,
        bundle_name = bundle is null ? null : "Office",
        company_bundle_id = bundle is null ? null : "cb1",
        source = bundle is null ? "direct" : "bundle",
    };

    private static object Service(string id, string config) => new { plan_id = "p2", service_id = id, configuration_type = "fixed", config_id = config, quantity = "1", custom_rate_cents = (string?)null };

    private static object Catalog(string id, string rate) => new { service_id = id, service_name = "Service " + id, default_rate_cents = rate, category_id = (string?)null, tax_region = "US-NY", is_taxable = true };

    private static JsonElement Element(object value) => JsonSerializer.SerializeToElement(value);
}
