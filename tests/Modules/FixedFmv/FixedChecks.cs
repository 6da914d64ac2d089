using System.Numerics;

namespace Billing.Modules.Tests;

/// <summary>What has to hold of the lines of a fixed plan.</summary>
internal static class FixedChecks
{
    /// <summary>The lines add up to the fee, prorated by days and rounded once.</summary>
    public static void AddUpToFee(FixedCase sample, IReadOnlyList<Line> lines)
    {
        var fee = sample.Prorate ? Exact.HalfAwayFromZero((BigInteger)sample.FeeCents * sample.CoveredDays, sample.PeriodDays) : sample.FeeCents;
        Sum(lines).ShouldBe(fee);
    }

    /// <summary>Each share is its exact one, rounded down or up: nobody pays a cent for another service.</summary>
    public static void AreFairShares(FixedCase sample, IReadOnlyList<Line> lines)
    {
        var fee = Sum(lines);
        var weights = Weights(sample);
        var whole = weights.Values.Aggregate(BigInteger.Zero, (sum, weight) => sum + weight);
        lines.Select(line => line.Key).Order(StringComparer.Ordinal).ShouldBe(weights.Keys.Order(StringComparer.Ordinal));
        var given = lines.Select(line => (Line: line, Fraction: fee * weights[line.Key] % whole, Up: line.Cents - fee * weights[line.Key] / whole)).ToArray();
        given.ShouldAllBe(share => share.Up == 0 || share.Up == 1);
        var least = given.Where(share => share.Up == 1).Select(share => share.Fraction).DefaultIfEmpty(whole).Min();
        given.Where(share => share.Up == 0).ShouldAllBe(share => share.Fraction <= least, "left-over cents go to the largest fractions");
    }

    /// <summary>A term cut in two costs what it costs whole, within the one cent that rounding two parts may move.</summary>
    public static void HalvesAddUp(IReadOnlyList<Line> whole, IReadOnlyList<Line> before, IReadOnlyList<Line> after) =>
        BigInteger.Abs(Sum(before) + Sum(after) - Sum(whole)).ShouldBeLessThanOrEqualTo(1);

    public static BigInteger Sum(IReadOnlyList<Line> lines) => lines.Aggregate(BigInteger.Zero, (sum, line) => sum + line.Cents);

    /// <summary>Value of each service, none where it has no rate; without any value its quantity; without any quantity one each.</summary>
    private static Dictionary<string, BigInteger> Weights(FixedCase sample)
    {
        var values = sample.Services.ToDictionary(service => service.Id, service => (BigInteger)service.Quantity * (service.Rate ?? 0));
        if (values.Values.All(value => value.IsZero))
            values = sample.Services.ToDictionary(service => service.Id, service => (BigInteger)service.Quantity);
        return values.Values.All(value => value.IsZero) ? sample.Services.ToDictionary(service => service.Id, _ => BigInteger.One) : values;
    }
}
