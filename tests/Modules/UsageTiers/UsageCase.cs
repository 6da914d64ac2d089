using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <param name="Millionths">Of a unit.</param>
internal sealed record UsageRecord(string Id, int Day, long Millionths);

/// <param name="First">The first unit that it is for; unit n fills (n − 1, n].</param>
/// <param name="Last">The last one; null when it is open.</param>
/// <param name="Rate">Thousandths of a cent.</param>
internal sealed record UsageTier(long First, long? Last, int Rate);

/// <summary>What was used of one service in a month, and its tiers, without a gap between them.</summary>
internal sealed record UsageCase(UsageRecord[] Records, UsageTier[] Tiers, long Minimum, int Shuffle)
{
    private static readonly DateOnly Month = new(2025, 1, 1);

    private static readonly Gen<UsageTier[]> TierLists =
        from first in Gen.Elements(0, 1)
        from widths in Gen.OneOf(Gen.Choose(1, 3), Gen.Choose(1, 200)).ArrayOf(4)
        from rates in Gen.OneOf(Gen.Choose(0, 50_000), Gen.Choose(0, 999), Gen.Constant(0)).ArrayOf(5)
        from count in Gen.Choose(1, 5)
        select Tiered(first, widths, rates, count);

    private static readonly Gen<long> Quantities = Gen.OneOf(
        Gen.Choose(0, 150).Select(whole => whole * Exact.Millionth),
        Gen.Choose(0, 400_000_000).Select(millionths => (long)millionths),
        Gen.Choose(0, 400_000).Select(thousandths => thousandths * 1_000L));

    public static readonly Gen<UsageCase> Any =
        from quantities in Quantities.ArrayOf(7)
        from days in Gen.Choose(1, 31).ArrayOf(7)
        from count in Gen.Choose(1, 7)
        from tiers in TierLists
        from minimum in Gen.Elements(0, 0, 1, 500)
        from shuffle in Gen.Choose(0, int.MaxValue)
        select new UsageCase([.. Enumerable.Range(0, count).Select(i => new UsageRecord($"u{i}", days[i], quantities[i]))], tiers, minimum, shuffle);

    /// <summary>One record that ends at the end of a tier, or near it, and no minimum.</summary>
    public static readonly Gen<UsageCase> AtTierEnds =
        from tiers in TierLists
        from end in Gen.Elements(tiers).Select(tier => tier.Last ?? tier.First + 7)
        from off in Gen.Elements(-1L, 0L, 1L, 500_000L, -Exact.Millionth)
        select new UsageCase([new UsageRecord("u0", 5, Math.Max(0, end * Exact.Millionth + off))], tiers, Minimum: 0, Shuffle: 0);

    /// <summary>By date, then id: so records take up tiers.</summary>
    public IEnumerable<UsageRecord> InOrder => Records.OrderBy(record => record.Day).ThenBy(record => record.Id, StringComparer.Ordinal);

    public int HighestRate => Tiers.Max(tier => tier.Rate);

    /// <summary>Billed millionths of each record, in order: the last takes what the minimum lacks.</summary>
    public IReadOnlyList<(UsageRecord Record, long Billed)> Billed()
    {
        var billed = InOrder.Select(record => (Record: record, Billed: record.Millionths)).ToArray();
        var missing = Minimum * Exact.Millionth - billed.Sum(use => use.Billed);
        if (missing > 0)
            billed[^1].Billed += missing;
        return billed;
    }

    /// <summary>The cost of the units between two positions, in thousandths of a cent per millionth of a unit.</summary>
    public BigInteger Cost(long from, long to)
    {
        var cost = BigInteger.Zero;
        foreach (var tier in Tiers)
        {
            var begin = Math.Max(0, tier.First - 1) * Exact.Millionth;
            var end = tier.Last is { } last ? last * Exact.Millionth : long.MaxValue;
            var units = Math.Min(to, end) - Math.Max(from, begin);
            if (units > 0)
                cost += (BigInteger)units * tier.Rate;
        }

        return cost;
    }

    /// <summary>The rate of the tier in which all units together end, in thousandths of a cent.</summary>
    public int VolumeRate()
    {
        var volume = Billed().Sum(use => use.Billed);
        return Tiers.First(tier => tier.Last is not { } last || volume <= last * Exact.Millionth).Rate;
    }

    public UsageCase OneMillionthMore() => this with { Records = [.. Records[..^1], Records[^1] with { Millionths = Records[^1].Millionths + 1 }] };

    public JsonObject Document(object? policies = null, string? mode = null, bool shuffled = false)
    {
        T[] Rows<T>(IEnumerable<T> rows) => shuffled ? Exact.Shuffled(rows, Shuffle) : [.. rows];
        var facts = new
        {
            PlanServiceConfigPack = new[] { new { plan_id = "p1", service_id = "s1", configuration_type = "usage", config_id = "k1", custom_rate_cents = (string?)null } },
            UsageConfigPack = new[] { new { config_id = "k1", minimum_usage = Minimum.ToString(System.Globalization.CultureInfo.InvariantCulture), enable_tiered_pricing = true, unit_of_measure = "GB", tier_mode = mode } },
            RateTiersPack = Rows(Tiers.Select(tier => new
            {
                config_id = "k1",
                min_quantity = Exact.Thousandths(tier.First * 1_000),
                max_quantity = tier.Last is { } last ? Exact.Thousandths(last * 1_000) : null,
                rate_cents = Exact.Thousandths(tier.Rate),
            })),
            CatalogPack = new[] { new { service_id = "s1", service_name = "Storage", default_rate_cents = "10", category_id = (string?)null, tax_region = "US-NY", is_taxable = true } },
        };
        var events = new
        {
            UsageRecordsPack = Rows(Records.Select(record => new
            {
                usage_id = record.Id,
                company_id = "c1",
                service_id = "s1",
                plan_id = "p1",
                usage_date = Documents.Text(Month.AddDays(record.Day - 1)) + "T00:00:00Z",
                quantity = Exact.Millionths(record.Millionths),
                invoiced = false,
            })),
        };
        return Documents.OfAssignment("usage", Month, Month.AddMonths(1), facts, events, policies);
    }

    private static UsageTier[] Tiered(long first, int[] widths, int[] rates, int count)
    {
        var tiers = new UsageTier[count];
        for (var i = 0; i < count; i++)
        {
            var last = first + widths[Math.Min(i, widths.Length - 1)] - 1;
            last = Math.Max(last, 1);
            tiers[i] = new UsageTier(first, i == count - 1 ? null : last, rates[i]);
            first = last + 1;
        }

        return tiers;
    }
}
