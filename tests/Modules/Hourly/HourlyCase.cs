using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <param name="Begin">Seconds from the beginning of the month.</param>
/// <param name="Length">Seconds.</param>
/// <param name="Marked">Minutes that were marked as billable.</param>
internal sealed record Entry(string Id, string Service, string? UserType, int Begin, int Length, int Marked)
{
    private static readonly Gen<int> Lengths = Gen.OneOf(Gen.Choose(0, 480).Select(minutes => minutes * 60), Gen.Choose(0, 30_000));

    /// <summary>One to seven, most of them marked with their own minutes.</summary>
    public static readonly Gen<Entry[]> Lists =
        from count in Gen.Choose(1, 7)
        from services in Gen.Elements("s0", "s0", "s1").ArrayOf(7)
        from users in Gen.Elements(null, "technician", "senior").ArrayOf(7)
        from begins in Gen.Choose(0, 30 * 86_400).ArrayOf(7)
        from lengths in Lengths.ArrayOf(7)
        from off in Gen.Elements(0, 0, 0, 15, -10, -9_999).ArrayOf(7)
        select Enumerable.Range(0, count).Select(i => new Entry("e" + i, services[i], users[i], begins[i], lengths[i], Math.Max(0, (lengths[i] / 60) + off[i]))).ToArray();

    /// <summary>What is to be billed before any minimum, in milliseconds: the mark, but the time itself where the mark is that without its seconds, or nothing.</summary>
    public long Time => 1_000L * (Marked == 0 || Marked == Length / 60 ? Length : Marked * 60);

    public Entry AMinuteLonger() => this with { Length = Length + 60, Marked = Marked == 0 ? 0 : Marked + 1 };

    public object Row(DateOnly month) => new
    {
        entry_id = Id,
        company_id = "c1",
        user_id = "u1",
        user_type = UserType,
        service_id = Service,
        plan_id = "p1",
        work_item_type = "ticket",
        work_item_id = "w1",
        ticket_project_links = 0,
        start_time = Instant(month, Begin),
        end_time = Instant(month, Begin + Length),
        billable_duration_minutes = Marked,
        invoiced = false,
    };

    /// <summary>The order in which time is counted.</summary>
    public static IEnumerable<Entry> InOrder(IEnumerable<Entry> entries) => entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.Id, StringComparer.Ordinal);

    private static string Instant(DateOnly month, int seconds) => month.ToDateTime(TimeOnly.MinValue).AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <param name="Threshold">Thousandths of an hour.</param>
/// <param name="Rate">Thousandths of a cent; null for one and a half times the usual.</param>
internal sealed record OvertimeRule(int Threshold, int? Rate);

/// <summary>How a service is billed by the hour. Rates in thousandths of a cent, null for none.</summary>
internal sealed record HourlyTerms(int Minimum, int Step, int? Custom, int Catalog, int? Senior, OvertimeRule? Overtime);

/// <summary>Time of one assignment in a month: of service s0, which the plan configures, and of s1, which it does not.</summary>
internal sealed record HourlyCase(Entry[] Entries, HourlyTerms Terms, int CatalogOfOther, OvertimeRule? Plan)
{
    public static readonly DateOnly Month = new(2025, 3, 1);

    private static readonly BigInteger PerCent = (BigInteger)1_000 * 3_600_000;

    private static readonly Gen<int> Rates = Gen.OneOf(Gen.Choose(0, 30_000).Select(cents => cents * 1_000), Gen.Choose(0, 20_000_000));

    private static readonly Gen<OvertimeRule?> Rules =
        from exists in Gen.Elements(true, true, false)
        from threshold in Gen.OneOf(Gen.Choose(0, 20).Select(hours => hours * 1_000), Gen.Choose(0, 20_000))
        from rate in Gen.OneOf(Rates.Select(rate => (int?)rate), Gen.Elements<int?>(null, 0))
        select exists ? new OvertimeRule(threshold, rate) : null;

    public static readonly Gen<HourlyCase> Any =
        from entries in Entry.Lists
        from minimum in Gen.Elements(0, 15, 60)
        from step in Gen.Elements(0, 6, 15)
        from custom in Gen.OneOf(Rates.Select(rate => (int?)rate), Gen.Constant<int?>(null))
        from rates in Rates.ArrayOf(2)
        from senior in Gen.OneOf(Rates.Select(rate => (int?)rate), Gen.Constant<int?>(null))
        from rules in Rules.ArrayOf(2)
        select new HourlyCase(entries, new HourlyTerms(minimum, step, custom, rates[0], senior, rules[0]), rates[1], rules[1]);

    /// <summary>Overtime, where there is any, costs one and a half times the usual rate.</summary>
    public static readonly Gen<HourlyCase> WithoutOvertimeRates = Any.Select(sample => sample with
    {
        Terms = sample.Terms with { Overtime = Dearer(sample.Terms.Overtime) },
        Plan = Dearer(sample.Plan),
    });

    public static readonly Gen<HourlyCase> WithoutOvertime = Any.Select(sample => sample with { Terms = sample.Terms with { Overtime = null }, Plan = null });

    /// <summary>Cents of each entry, in the order in which hours add up to overtime, rounded once.</summary>
    public IReadOnlyList<(string Id, BigInteger Cents)> Expected()
    {
        var counted = new Dictionary<string, long>();
        var lines = new List<(string, BigInteger)>();
        foreach (var entry in Entry.InOrder(Entries))
        {
            var isConfigured = entry.Service == "s0";
            var billed = isConfigured ? Billed(entry.Time) : entry.Time;
            var rate = isConfigured ? (entry.UserType == "senior" ? Terms.Senior : null) ?? Terms.Custom ?? Terms.Catalog : CatalogOfOther;
            var own = isConfigured ? Terms.Overtime : null;
            var beyond = 0L;
            if ((own ?? Plan) is { } rule)
            {
                var key = own is null ? "plan" : entry.Service;
                var before = counted.GetValueOrDefault(key);
                counted[key] = before + billed;
                beyond = Math.Min(billed, Math.Max(0, before + billed - (rule.Threshold * 3_600L)));
            }

            var beyondRate = (own ?? Plan)?.Rate is { } stated and not 0 ? stated * (BigInteger)2 : rate * (BigInteger)3;
            lines.Add((entry.Id, Exact.HalfAwayFromZero((billed - beyond) * (BigInteger)rate * 2 + beyond * beyondRate, 2 * PerCent)));
        }

        return lines;
    }

    public JsonObject Document(object? policies = null) => Documents.OfAssignment("hourly", Month, Month.AddMonths(1), Facts(), new { TimeEntriesPack = Entries.Select(entry => entry.Row(Month)).ToArray() }, policies);

    private static OvertimeRule? Dearer(OvertimeRule? rule) => rule is null ? null : rule with { Rate = null };

    private long Billed(long time)
    {
        var atLeast = Math.Max(time, Terms.Minimum * 60_000L);
        var step = Terms.Step * 60_000L;
        return step == 0 ? atLeast : (atLeast + step - 1) / step * step;
    }

    private object Facts() => new
    {
        PlanPack = new[] { new { plan_id = "p1", enable_overtime = Plan is not null, overtime_rate_cents = Rate(Plan?.Rate), overtime_threshold_hours = Rate(Plan?.Threshold) } },
        PlanServiceConfigPack = new[] { new { plan_id = "p1", service_id = "s0", configuration_type = "hourly", config_id = "k0", custom_rate_cents = Rate(Terms.Custom) } },
        HourlyConfigPack = new[]
        {
            new
            {
                config_id = "k0",
                minimum_billable_minutes = Terms.Minimum,
                round_up_to_minutes = Terms.Step,
                enable_overtime = Terms.Overtime is not null,
                overtime_rate_cents = Rate(Terms.Overtime?.Rate),
                overtime_threshold_hours = Rate(Terms.Overtime?.Threshold),
            },
        },
        UserTypeRatesPack = Terms.Senior is null ? [] : new[] { new { config_id = "k0", user_type = "senior", rate_cents = Rate(Terms.Senior) } },
        CatalogPack = new[] { Service("s0", Terms.Catalog), Service("s1", CatalogOfOther) },
    };

    private static object Service(string id, int rate) => new { service_id = id, service_name = "Support", default_rate_cents = Rate(rate), category_id = (string?)null, tax_region = "US-NY", is_taxable = true };

    private static string? Rate(int? thousandths) => thousandths is { } value ? Exact.Thousandths(value) : null;
}
