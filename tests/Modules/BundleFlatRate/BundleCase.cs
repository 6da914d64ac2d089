using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>A plan that the company has through a bundle, under the assignment that its charges name.</summary>
/// <param name="Rate">Cents; null for none of its own.</param>
/// <param name="Start">First day, counted from the first of the month.</param>
/// <param name="End">First day that is not covered; null for none.</param>
/// <param name="Services">Quantity in thousandths, rate in thousandths of a cent or none.</param>
internal sealed record BundledPlan(string Plan, long? Rate, int Start, int? End, bool IsActive, (int Quantity, int? Rate)[] Services)
{
    public string Assignment => "a-" + Plan;

    /// <summary>By value, without any by quantity, without any of that evenly.</summary>
    public BigInteger[] Weights()
    {
        BigInteger[] values = [.. Services.Select(service => (BigInteger)service.Quantity * (service.Rate ?? 0))];
        if (values.Any(value => !value.IsZero))
            return values;
        return Services.All(service => service.Quantity == 0) ? [.. Services.Select(_ => BigInteger.One)] : [.. Services.Select(service => (BigInteger)service.Quantity)];
    }
}

/// <summary>The charges of a company, and what its bundles say of their plans.</summary>
internal sealed record BundleCase(Sold[] Charges, BundledPlan[] Plans, bool IsClosed, bool ByDays, bool IsSpread)
{
    private const int Days = 31;

    private static readonly Gen<(int Quantity, int? Rate)[]> ServiceLists =
        from count in Gen.Choose(0, 4)
        from quantities in Gen.OneOf(Gen.Choose(0, 3).Select(whole => whole * 1_000), Gen.Choose(0, 9_000)).ArrayOf(4)
        from rates in Gen.OneOf(Gen.Choose(0, 9_000_000).Select(rate => (int?)rate), Gen.Elements<int?>(null, 0)).ArrayOf(4)
        select Enumerable.Range(0, count).Select(i => (quantities[i], rates[i])).ToArray();

    private static readonly Gen<BundledPlan[]> PlanLists =
        from count in Gen.Choose(1, 3)
        from rates in Gen.OneOf(Sold.Amounts.Select(cents => (long?)cents), Gen.Constant<long?>(null)).ArrayOf(3)
        from starts in Gen.Elements(-400, -1, 0, 14, 30, 31, 31, 32).ArrayOf(3)
        from lengths in Gen.Elements(null, null, 1, 10, (int?)40, 400).ArrayOf(3)
        from active in Gen.Elements(true, true, true, false).ArrayOf(3)
        from services in ServiceLists.ArrayOf(3)
        select Enumerable.Range(0, count).Select(i => new BundledPlan("p" + i, rates[i], starts[i], starts[i] + lengths[i], active[i], services[i])).ToArray();

    public static readonly Gen<BundleCase> Any =
        from charges in Sold.Charges
        from plans in PlanLists
        from closed in Gen.Elements(true, false)
        from days in Gen.Elements(true, false)
        from spread in Gen.Elements(true, false)
        select new BundleCase(charges, plans, closed, days, spread);

    /// <summary>In a closed window, where a bundle may begin on the first day after the month.</summary>
    public static readonly Gen<BundleCase> Closed = Any.Select(sample => sample with { IsClosed = true });

    public IEnumerable<BundledPlan> Billed => Plans.Where(plan => plan is { IsActive: true, Rate: not null } && (Covered(plan) > 0 || (IsClosed && plan.Start == Days)));

    /// <summary>The days that a billed plan's lines are for.</summary>
    public static (DateOnly Start, DateOnly End) Served(BundledPlan plan) => plan.Start == Days
        ? (Sold.NextMonth, Sold.NextMonth.AddDays(1))
        : (Sold.Month.AddDays(Math.Max(0, plan.Start)), Sold.Month.AddDays(Math.Min(Days, plan.End ?? Days)));

    /// <summary>What a billed plan costs.</summary>
    public BigInteger Amount(BundledPlan plan) => ByDays ? Exact.HalfAwayFromZero((BigInteger)plan.Rate!.Value * Math.Max(1, Covered(plan)), Days) : plan.Rate!.Value;

    public IEnumerable<Sold> Replaced(BundledPlan plan) => Charges.Where(charge => charge.Plan == plan.Plan);

    public IEnumerable<Sold> PassedOn => Charges.Where(charge => Billed.All(plan => plan.Plan != charge.Plan));

    public JsonObject Document(object? policies = null) => Documents.OfCharges(
        Sold.Month,
        Sold.NextMonth,
        WithEntries(),
        Facts(),
        new { TimeEntriesPack = Charges.Where(HasEntry).Select(charge => new { entry_id = EntryOf(charge) }).ToArray() },
        policies ?? new { assignment_window = IsClosed ? "closed" : "half_open", bundle_proration = ByDays ? "by_days" : "in_full", bundle_rate = IsSpread ? "spread" : "one_line" });

    public static bool HasEntry(Sold charge) => charge.Type == "time";

    public static string EntryOf(Sold charge) => "e" + charge.Id;

    private static int Covered(BundledPlan plan) => Math.Min(Days, plan.End ?? Days) - Math.Max(0, plan.Start);

    private JsonArray WithEntries()
    {
        var charges = Sold.Json(Charges);
        foreach (var (charge, json) in Charges.Zip(charges))
        {
            if (HasEntry(charge))
                json!["input_refs"] = new JsonArray(EntryOf(charge));
        }

        return charges;
    }

    private object Facts() => new
    {
        BundlePack = Plans.Select(plan => new
        {
            assignment_id = plan.Assignment,
            bundle_id = "b1",
            company_bundle_id = "cb1",
            bundle_name = "Office",
            plan_id = plan.Plan,
            custom_rate_cents = plan.Rate,
            start_date = Documents.Text(Sold.Month.AddDays(plan.Start)),
            end_date = plan.End is { } end ? Documents.Text(Sold.Month.AddDays(end)) : null,
            is_active = plan.IsActive,
        }).ToArray(),
        PlanPack = Plans.Select(plan => new { plan_id = plan.Plan, plan_name = "Plan " + plan.Plan, plan_type = "fixed", billing_frequency = "monthly", billing_timing = (string?)null }).ToArray(),
        PlanServiceConfigPack = Plans.SelectMany(plan => plan.Services.Select((service, i) => new { plan_id = plan.Plan, service_id = plan.Plan + "-s" + i, config_id = plan.Plan + "-k" + i, quantity = Exact.Thousandths(service.Quantity) })).ToArray(),
        CatalogPack = Plans.SelectMany(plan => plan.Services.Select((service, i) => new
        {
            service_id = plan.Plan + "-s" + i,
            service_name = "Service",
            default_rate_cents = service.Rate is { } rate ? Exact.Thousandths(rate) : null,
            category_id = (string?)null,
            tax_region = "US-NY",
            is_taxable = true,
        })).ToArray(),
        BillingCyclesPack = new[] { new { billing_cycle_id = "cy1", end_convention = "exclusive", is_closed = false } },
    };
}
