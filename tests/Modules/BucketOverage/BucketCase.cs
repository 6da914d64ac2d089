using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>A balance as the next period finds it: minutes, and the first day on which they are gone.</summary>
internal sealed record Carried(long Minutes, DateOnly? Expires);

/// <summary>Time of one assignment in three periods: of service s0, of which the plan includes hours, and of s1, of which it includes none.</summary>
/// <param name="Rate">Of an hour beyond, in thousandths of a cent.</param>
/// <param name="Opening">What was carried into the first period.</param>
internal sealed record BucketCase(string Cycle, Entry[][] Periods, int Granted, int Rate, bool RollsOver, int CatalogRate, Carried? Opening)
{
    private static readonly DateOnly First = new(2025, 1, 1);

    public static readonly Gen<BucketCase> Any =
        from cycle in Gen.Elements("weekly", "bi-weekly", "monthly", "quarterly", "semi-annually", "annually")
        from periods in Entry.Lists.ArrayOf(3)
        from granted in Gen.OneOf(Gen.Choose(0, 600), Gen.Choose(0, 3_000), Gen.Constant(0))
        from rates in Gen.OneOf(Gen.Choose(0, 30_000).Select(cents => cents * 1_000), Gen.Choose(0, 20_000_000)).ArrayOf(2)
        from rolls in Gen.Elements(true, true, false)
        from opening in Gen.OneOf(Gen.Constant<Carried?>(null), Gen.Choose(0, 900).Select(minutes => (Carried?)new Carried(minutes, StartOf(cycle, 1))))
        select new BucketCase(cycle, periods, granted, rates[0], rolls, rates[1], opening);

    public DateOnly Start(int period) => StartOf(Cycle, period);

    public IReadOnlyList<Entry> InBucket(int period) => [.. Entry.InOrder(Periods[period]).Where(entry => entry.Service == "s0")];

    /// <summary>Minutes, cut once.</summary>
    public long Used(int period) => InBucket(period).Sum(entry => entry.Time) / 60_000;

    /// <summary>The charge of so many minutes beyond.</summary>
    public BigInteger Cost(long minutes) => Exact.HalfAwayFromZero((BigInteger)minutes * Rate, 60_000);

    public BigInteger CostByCatalogue(Entry entry) => Exact.HalfAwayFromZero((BigInteger)entry.Time * CatalogRate, (BigInteger)1_000 * 3_600_000);

    /// <param name="carried">What the period opens with; null where nothing says.</param>
    public JsonObject Document(int period, Carried? carried, object? policies = null, Entry? late = null)
    {
        var (start, end) = (Start(period), Start(period + 1));
        var entries = late is null ? Periods[period] : [.. Periods[period], late];
        var document = Documents.OfAssignment("bucket", start, end, Facts(start, end, carried), new { TimeEntriesPack = entries.Select(entry => entry.Row(start)).ToArray() }, policies);
        document["context"]!["period"]!["billing_cycle"] = Cycle;
        return document;
    }

    private static DateOnly StartOf(string cycle, int period) => cycle switch
    {
        "weekly" => First.AddDays(7 * period),
        "bi-weekly" => First.AddDays(14 * period),
        "quarterly" => First.AddMonths(3 * period),
        "semi-annually" => First.AddMonths(6 * period),
        "annually" => First.AddMonths(12 * period),
        _ => First.AddMonths(period),
    };

    private object Facts(DateOnly start, DateOnly end, Carried? carried) => new
    {
        PlanServiceConfigPack = new[] { new { plan_id = "p1", service_id = "s0", configuration_type = "bucket", config_id = "k0" } },
        BucketConfigPack = new[] { new { config_id = "k0", total_minutes = Granted, overage_rate_cents = Exact.Thousandths(Rate), rollover_allowed = RollsOver } },
        BucketStatePack = carried is null ? [] : new[]
        {
            new
            {
                assignment_id = "a1",
                service_id = "s0",
                period_start = Documents.Text(start),
                period_end = Documents.Text(end),
                minutes_used = 0,
                overage_minutes = 0,
                rolled_over_minutes = carried.Minutes,
                expires = carried.Expires is { } day ? Documents.Text(day) : null,
                closed_cycle_id = "cy0",
            },
        },
        CatalogPack = new[] { Service("s0", "1"), Service("s1", Exact.Thousandths(CatalogRate)) },
    };

    private static object Service(string id, string rate) => new { service_id = id, service_name = "Support", default_rate_cents = rate, category_id = (string?)null, tax_region = "US-NY", is_taxable = true };
}
