using FsCheck;
using FsCheck.Fluent;

namespace Billing.Invoice.Calculation.Tests;

/// <summary>A region's tax over its lines.</summary>
public sealed class RemainderProperties
{
    private static readonly Gen<Split> Splits =
        from amounts in Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(1, 10_000_000)).NonEmptyListOf()
        from tax in Gen.OneOf(Gen.Choose(0, 50), Gen.Choose(0, 10_000_000))
        from shuffle in Gen.Choose(0, int.MaxValue)
        select new Split([.. amounts.Select((cents, i) => new TaxableLine($"c{i:D3}", "R", cents))], tax, shuffle);

    private static readonly TaxRemainder.Rule RoundEach =
        (tax, lines) => [.. lines.Select(line => TaxRounding.HalfAwayFromZero((Int128)tax * line.Cents, lines.Sum(other => other.Cents)))];

    private static readonly TaxRemainder.Rule RestToTheLastGiven = (tax, lines) =>
    {
        long[] shares = [.. lines.Select(line => TaxRounding.Down((Int128)tax * line.Cents, lines.Sum(other => other.Cents)))];
        shares[^1] += tax - shares.Sum();
        return shares;
    };

    [TestCase("smallest_line_last")]
    [TestCase("largest_remainder")]
    public void Shares_add_up_to_the_tax(string value) => Seeded.Holds(Splits, AddUp(TaxRemainder.Values[value]));

    [Test]
    public void Shares_rounded_one_by_one_are_caught() => Seeded.IsCaught(Splits, AddUp(RoundEach));

    [TestCase("smallest_line_last")]
    [TestCase("largest_remainder")]
    public void The_order_of_lines_changes_no_share(string value) => Seeded.Holds(Splits, AnyOrder(TaxRemainder.Values[value]));

    [Test]
    public void A_rest_that_goes_by_the_order_of_lines_is_caught() => Seeded.IsCaught(Splits, AnyOrder(RestToTheLastGiven));

    [Test]
    public void All_but_the_smallest_line_get_their_share_rounded_down() => Seeded.Holds(Splits, SmallestTakesTheRest(TaxRemainder.SmallestLineLast));

    [Test]
    public void A_rest_that_goes_to_the_largest_fractions_is_not_the_smallest_lines() => Seeded.IsCaught(Splits, SmallestTakesTheRest(TaxRemainder.LargestRemainder));

    [Test]
    public void By_largest_remainder_no_share_is_a_cent_off() => Seeded.Holds(Splits, WithinACent(TaxRemainder.LargestRemainder));

    [Test]
    public void A_rest_on_one_line_is_more_than_a_cent_off() => Seeded.IsCaught(Splits, WithinACent(TaxRemainder.SmallestLineLast));

    private static Action<Split> AddUp(TaxRemainder.Rule rule) => split =>
    {
        var shares = rule(split.Tax, split.Lines);
        shares.Sum().ShouldBe(split.Tax);
        shares.ShouldAllBe(share => share >= 0);
    };

    private static Action<Split> AnyOrder(TaxRemainder.Rule rule) => split =>
    {
        var shuffled = split.Lines.ToArray();
        new Random(split.Shuffle).Shuffle(shuffled);
        ById(shuffled, rule(split.Tax, shuffled)).ShouldBe(ById(split.Lines, rule(split.Tax, split.Lines)));
    };

    private static Action<Split> SmallestTakesTheRest(TaxRemainder.Rule rule) => split =>
    {
        var shares = rule(split.Tax, split.Lines);
        var smallest = split.Lines.Min(line => line.Cents);
        for (var i = 0; i < shares.Length; i++)
        {
            if (split.Lines[i].Cents > smallest)
                shares[i].ShouldBe(split.Floor(i));
        }
    };

    private static Action<Split> WithinACent(TaxRemainder.Rule rule) => split =>
    {
        var shares = rule(split.Tax, split.Lines);
        for (var i = 0; i < shares.Length; i++)
            (shares[i] - split.Floor(i)).ShouldBeInRange(0, 1);
    };

    private static List<(string, long)> ById(TaxableLine[] lines, long[] shares) =>
        [.. lines.Zip(shares, (line, share) => (line.ChargeId, share)).OrderBy(line => line.ChargeId, StringComparer.Ordinal)];

    private sealed record Split(TaxableLine[] Lines, long Tax, int Shuffle)
    {
        public long Floor(int line) => (long)((Int128)Tax * Lines[line].Cents / Lines.Sum(other => other.Cents));
    }
}
