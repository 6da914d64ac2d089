using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>What the SDK's helpers for dates, texts and time return, by the calendar of .NET.</summary>
internal static class DateClaims
{
    private static readonly string[] Cycles = ["weekly", "bi-weekly", "monthly", "quarterly", "semi-annually", "annually"];

    private static readonly DateOnly Epoch = new(1970, 1, 1);

    /// <summary>Between 1890 and 2110, so that years that end in 00 are among them; often the last days of a month.</summary>
    private static readonly Gen<DateOnly> Days = Gen.OneOf(
        Gen.Choose(-29_000, 51_000).Select(Epoch.AddDays),
        from month in Gen.Choose(0, 2_640)
        from back in Gen.Choose(1, 3)
        select new DateOnly(1890, 1, 1).AddMonths(month + 1).AddDays(-back));

    public static Claim Ranges { get; } = Claim.Of(
        from start in Days
        from offsets in Gen.Choose(0, 40).ArrayOf(4)
        select (start, offsets),
        (modules, sample) =>
        {
            var days = sample.offsets.Select(sample.start.AddDays).ToArray();
            var shared = Math.Max(0, Math.Min(days[1].DayNumber, days[3].DayNumber) - Math.Max(days[0].DayNumber, days[2].DayNumber));
            var contained = days[2] >= days[0] && days[2] < days[1];
            var closing = modules.Call(
                new { op = "intersect", days = Texts(days) },
                new { op = "contains", days = Texts(days[0], days[1], days[2]) },
                new { op = "contains", days = Texts(days[0], days[1], days[1]) });
            closing.Select(result => result[0]).ShouldBe([Text(shared), contained ? "1" : "0", "0"]);
        });

    public static Claim Calendar { get; } = Claim.Of(Days, (modules, day) =>
        modules.Call(
            new { op = "day", integers = Texts(day.DayNumber - Epoch.DayNumber) },
            new { op = "dayOf", integers = Texts(day.Year, day.Month, day.Day) },
            new { op = "daysInMonth", integers = Texts(day.Year, 2) },
            new { op = "daysInMonth", integers = Texts(day.Year, day.Month) })
        .SelectMany(result => result).ShouldBe(
        [
            Documents.Text(day), Text(day.Year), Text(day.Month), Text(day.Day), Text(day.DayNumber - Epoch.DayNumber), Text(DateTime.DaysInMonth(day.Year, 2)), Text(DateTime.DaysInMonth(day.Year, day.Month)),
        ]));

    public static Claim Months { get; } = Claim.Of(
        from day in Days
        from months in Gen.Choose(-30, 30)
        select (day, months),
        (modules, sample) => modules.Call(new { op = "addMonths", days = Texts(sample.day), integers = Texts(sample.months) })[0].ShouldBe([Documents.Text(sample.day.AddMonths(sample.months))]));

    public static Claim CyclesOn { get; } = Claim.Of(
        from day in Days
        from cycle in Gen.Elements(Cycles)
        from count in Gen.Choose(1, 9)
        from first in Gen.Choose(0, 2)
        from ahead in Gen.Choose(-20, 800)
        from length in Gen.Elements(1, 7, 28, 31)
        from landing in Gen.Elements(true, false)
        select (day, cycle, count, first, start: landing ? Later(day, cycle, count).AddDays(-length) : day.AddDays(ahead), length),
        (modules, sample) =>
        {
            var end = sample.start.AddDays(sample.length);
            var falls = Enumerable.Range(sample.first, 200).Select(number => Later(sample.day, sample.cycle, number)).TakeWhile(day => day < end).Any(day => day >= sample.start);
            modules.Call(
                new { op = "addCycles", days = Texts(sample.day), texts = new[] { sample.cycle }, integers = Texts(sample.count) },
                new { op = "hasAnniversary", days = Texts(sample.day, sample.start, end), texts = new[] { sample.cycle }, integers = Texts(sample.first) })
                .Select(result => result[0]).ShouldBe([Documents.Text(Later(sample.day, sample.cycle, sample.count)), falls ? "1" : "0"]);
        });

    /// <summary>Period after period, the own terms of a fee follow each other without a gap from its first day to its last, each billed once.</summary>
    public static Claim Terms { get; } = Claim.Of(
        from day in Days
        from cycle in Gen.Elements(Cycles)
        from before in Gen.Choose(0, 30)
        from length in Gen.OneOf(Gen.Choose(1, 800), Gen.Choose(1, 20).Select(periods => periods * 31))
        from ending in Gen.Elements(true, false)
        from advance in Gen.Elements(true, false)
        select (day, cycle, before, days: ending ? Math.Max(1, length - before) : length, advance),
        (modules, sample) =>
        {
            const int Period = 31;
            var end = sample.day.AddDays(sample.days);
            var calls = new List<object>();
            for (var start = sample.day.AddDays(-sample.before); start < end; start = start.AddDays(Period))
            {
                calls.Add(new
                {
                    op = "termsOf",
                    days = Texts(sample.day, end, start, start.AddDays(Period)),
                    texts = new[] { sample.cycle, sample.cycle == "monthly" ? "weekly" : "monthly" },
                    integers = Texts(sample.advance ? 1 : 0),
                });
            }

            var bounds = modules.Call([.. calls]).SelectMany(result => result).Chunk(2).ToArray();
            var number = 0;
            foreach (var term in bounds)
                term.ShouldBe([Documents.Text(Later(sample.day, sample.cycle, number)), Documents.Text(Later(sample.day, sample.cycle, ++number))]);
            bounds.Length.ShouldBeGreaterThan(0);
            Later(sample.day, sample.cycle, number - 1).ShouldBeLessThan(end);
            Later(sample.day, sample.cycle, number).ShouldBeGreaterThanOrEqualTo(end);
        });

    public static Claim TextsInOrder { get; } = Claim.Of(
        from common in Gen.Choose(0, 9)
        from tails in Gen.Elements("", "a", "b", "Z", "é", "10", "9", "a long text", "a long test").ArrayOf(2)
        select (left: new string('x', common) + tails[0], right: new string('x', common) + tails[1]),
        (modules, sample) => Math.Sign(int.Parse(modules.Call(new { op = "compareTexts", texts = new[] { sample.left, sample.right } })[0][0], CultureInfo.InvariantCulture))
            .ShouldBe(Math.Sign(string.CompareOrdinal(sample.left, sample.right))));

    /// <summary>What is billed of an entry: its mark, but the time itself where the mark is that without its seconds, or nothing.</summary>
    public static Claim WorkedTime { get; } = Claim.Of(
        from day in Days
        from second in Gen.Choose(0, 86_399)
        from millis in Gen.Elements(0, 0, 250)
        from length in Gen.OneOf(Gen.Choose(0, 20_000), Gen.Choose(0, 300).Select(minutes => minutes * 60))
        from off in Gen.Elements(0, 0, 1, -7)
        select (start: day.ToDateTime(TimeOnly.MinValue).AddSeconds(second).AddMilliseconds(millis), length, marked: Math.Max(0, (length / 60) + off)),
        (modules, sample) =>
        {
            var end = sample.start.AddSeconds(sample.length);
            var billed = sample.marked == 0 || sample.marked == sample.length / 60 ? sample.length : sample.marked * 60;
            modules.Call(
                new { op = "worked", texts = new[] { Instant(sample.start), Instant(end) }, integers = Texts(sample.marked) },
                new { op = "instant", texts = new[] { Instant(sample.start) } })
                .SelectMany(result => result).ShouldBe([Text(sample.length * 1_000L), Text(billed * 1_000L), Text((long)(sample.start - DateTime.UnixEpoch).TotalMilliseconds)]);
        });

    private static DateOnly Later(DateOnly day, string cycle, int count) => cycle switch
    {
        "weekly" => day.AddDays(7 * count),
        "bi-weekly" => day.AddDays(14 * count),
        "monthly" => day.AddMonths(count),
        "quarterly" => day.AddMonths(3 * count),
        "semi-annually" => day.AddMonths(6 * count),
        _ => day.AddMonths(12 * count),
    };

    private static string Instant(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string[] Texts(params DateOnly[] days) => [.. days.Select(Documents.Text)];

    private static string[] Texts(params long[] integers) => [.. integers.Select(Text)];

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
