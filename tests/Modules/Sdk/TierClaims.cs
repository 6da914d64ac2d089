using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>What the SDK's helpers for tiers return, unit by unit.</summary>
internal static class TierClaims
{
    private const long None = -1;

    /// <summary>Two or three tiers, perhaps with units between them that are nobody's, and two positions in whole units.</summary>
    public static Claim Tiers { get; } = Claim.Of(
        from first in Gen.Elements(0, 1, 3)
        from widths in Gen.Choose(1, 6).ArrayOf(3)
        from gaps in Gen.Elements(0, 0, 2).ArrayOf(3)
        from open in Gen.Elements(true, false)
        from one in Gen.Choose(0, 25)
        from other in Gen.Choose(0, 25)
        select (tiers: Tiered(first, widths, gaps, open), begin: Math.Min(one, other), end: Math.Max(one, other)),
        (modules, sample) =>
        {
            object Call(string op, params long[] units) => new
            {
                op,
                integers = units.Select(unit => Text(unit * Exact.Millionth)).ToArray(),
                left = sample.tiers.Select(tier => Text(tier.First)).ToArray(),
                right = sample.tiers.Select(tier => Text(tier.Last)).ToArray(),
            };

            // unit n fills (n − 1, n], so between two positions lie the units begin + 1 … end
            var expected = new List<(long Tier, long Units)>();
            for (var unit = sample.begin + 1; unit <= sample.end; unit++)
            {
                var tier = TierOf(sample.tiers, unit);
                if (expected.Count > 0 && expected[^1].Tier == tier)
                    expected[^1] = (tier, expected[^1].Units + 1);
                else
                    expected.Add((tier, 1));
            }

            modules.Call(Call("graduate", sample.begin, sample.end))[0].ShouldBe(expected.Select(part => $"{part.Tier}:{part.Units * Exact.Millionth}"));
            if (sample.end > 0)
                modules.Call(Call("tierAt", sample.end))[0].ShouldBe([Text(TierOf(sample.tiers, sample.end))]);
        });

    private static long TierOf((long First, long Last)[] tiers, long unit)
    {
        for (var i = 0; i < tiers.Length; i++)
        {
            if (unit >= tiers[i].First && (tiers[i].Last == 0 || unit <= tiers[i].Last))
                return i;
        }

        return None;
    }

    /// <summary>A last unit of 0 is none.</summary>
    private static (long First, long Last)[] Tiered(long first, int[] widths, int[] gaps, bool open)
    {
        var tiers = new (long, long)[widths.Length];
        for (var i = 0; i < widths.Length; i++)
        {
            var last = Math.Max(1, first + widths[i] - 1);
            tiers[i] = (first, open && i == widths.Length - 1 ? 0 : last);
            first = last + 1 + gaps[i];
        }

        return tiers;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
