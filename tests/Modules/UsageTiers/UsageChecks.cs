using System.Numerics;

namespace Billing.Modules.Tests;

/// <summary>What has to hold of the lines of usage priced by graduated tiers.</summary>
internal static class UsageChecks
{
    private static readonly BigInteger Cent = (BigInteger)1_000 * Exact.Millionth;

    /// <summary>Each record costs its own piece of the tiers, exactly, and the charge is rounded up once.</summary>
    public static void CostTheirPieces(UsageCase sample, IReadOnlyList<Line> lines)
    {
        var position = 0L;
        var expected = new Dictionary<string, BigInteger>();
        foreach (var (record, billed) in sample.Billed())
        {
            expected[record.Id] = Exact.Up(sample.Cost(position, position + billed), Cent);
            position += billed;
        }

        lines.OrderBy(line => line.Key, StringComparer.Ordinal).Select(line => (line.Key, (BigInteger)line.Cents))
            .ShouldBe(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
    }

    /// <summary>Each record costs its units at one rate, that of the tier in which all units of the period end, rounded up once.</summary>
    public static void CostTheRateOfTheWholeVolume(UsageCase sample, IReadOnlyList<Line> lines)
    {
        var rate = sample.VolumeRate();
        lines.OrderBy(line => line.Key, StringComparer.Ordinal).Select(line => (line.Key, (BigInteger)line.Cents))
            .ShouldBe(sample.Billed().OrderBy(use => use.Record.Id, StringComparer.Ordinal).Select(use => (use.Record.Id, Exact.Up((BigInteger)use.Billed * rate, Cent))));
    }

    /// <summary>All lines together are never below the exact amount, and less than a cent a record above it.</summary>
    public static void DriftLessThanACentEach(UsageCase sample, IReadOnlyList<Line> lines)
    {
        var total = sample.Billed().Sum(use => use.Billed);
        var drift = Sum(lines) * Cent - sample.Cost(0, total);
        drift.ShouldBeGreaterThanOrEqualTo(BigInteger.Zero);
        drift.ShouldBeLessThan(sample.Records.Length * Cent);
    }

    /// <summary>A millionth of a unit more costs no less, and at most what that costs at the highest rate, rounded up.</summary>
    public static void RiseWithoutAJump(UsageCase sample, IReadOnlyList<Line> less, IReadOnlyList<Line> more)
    {
        var rise = Sum(more) - Sum(less);
        rise.ShouldBeGreaterThanOrEqualTo(BigInteger.Zero);
        rise.ShouldBeLessThanOrEqualTo(Exact.Up(sample.HighestRate, Cent));
    }

    private static BigInteger Sum(IReadOnlyList<Line> lines) => lines.Aggregate(BigInteger.Zero, (sum, line) => sum + line.Cents);
}
