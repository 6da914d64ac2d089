using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>What the SDK's helpers for money return, by their definition in unbounded integers.</summary>
internal static class MoneyClaims
{
    private const long MaxCents = (1L << 53) - 1;
    private const int Places = 6;

    private static readonly Gen<Rounding> Roundings = Gen.Elements(Enum.GetValues<Rounding>());

    private static readonly Gen<long> Amounts = Gen.OneOf(
        Gen.Choose(-50, 50).Select(cents => (long)cents),
        Gen.Choose(int.MinValue, int.MaxValue).Select(cents => (long)cents),
        Gen.Choose(-1, int.MaxValue).Select(cents => cents * 4_194_304L));

    /// <summary>Millionths.</summary>
    private static readonly Gen<long> Quantities = Gen.OneOf(
        Gen.Choose(0, 40).Select(whole => whole * Exact.Millionth), Gen.Choose(0, 4_000).Select(quarters => quarters * Exact.Millionth / 4), Gen.Choose(0, int.MaxValue).Select(millionths => (long)millionths));

    private static readonly Gen<(long A, long B, long Divisor)> Fractions = Gen.OneOf(
        from a in Amounts
        from b in Amounts
        from divisor in Gen.OneOf(Gen.Elements(1, 2, 4, 10, 31, 100), Gen.Choose(1, int.MaxValue), Gen.Choose(-9, -1))
        select (a, b, (long)divisor),
        from whole in Gen.Choose(-99, 99)
        from b in Gen.Choose(1, 999)
        select (2L * whole + 1, (long)b, 2L * b)); // a whole and a half

    public static Claim MulDiv { get; } = Claim.Of(
        from fraction in Fractions
        let a = fraction.A
        let b = fraction.B
        let divisor = fraction.Divisor
        from rounding in Roundings
        let exact = Exact.Rounded((BigInteger)a * b, divisor, rounding)
        where exact >= long.MinValue && exact <= long.MaxValue
        select (a, b, divisor, rounding, exact),
        (modules, sample) => Only(modules.Call(new { op = "mulDiv", integers = Texts(sample.a, sample.b, sample.divisor, (long)sample.rounding) })).ShouldBe(Text(sample.exact)));

    public static Claim Cents { get; } = Claim.Of(
        from a in Gen.OneOf(Amounts, Gen.Elements(MaxCents, -MaxCents, MaxCents - 1))
        from b in Gen.OneOf(Amounts, Gen.Elements(MaxCents, -MaxCents, 1L - MaxCents))
        select (a, b),
        (modules, sample) =>
        {
            foreach (var (op, exact) in new[] { ("addCents", (BigInteger)sample.a + sample.b), ("subtractCents", (BigInteger)sample.a - sample.b) })
            {
                var call = new { op, integers = Texts(sample.a, sample.b) };
                if (BigInteger.Abs(exact) > MaxCents || Math.Abs(sample.a) > MaxCents || Math.Abs(sample.b) > MaxCents)
                    modules.Refuse(call).ShouldBeTrue($"{op} of {sample}");
                else
                    Only(modules.Call(call)).ShouldBe(Text(exact));
            }
        });

    /// <summary>After a failure nothing more is done: the call that follows would trap.</summary>
    public static Claim Failures { get; } = Claim.Of(
        from beyond in Gen.Choose(1, int.MaxValue)
        select MaxCents + beyond,
        (modules, cents) => Should.NotThrow(() => modules.Refuse(new { op = "addCents", integers = Texts(cents, 0) }, new { op = "of no helper" })).ShouldBeTrue());

    public static Claim Decimals { get; } = Claim.Of(
        from unscaled in Gen.OneOf(Amounts, Gen.Choose(-9_999, 9_999).Select(value => (long)value))
        from scale in Gen.Choose(0, 6)
        from zeros in Gen.Choose(0, 2)
        select (unscaled, scale, zeros),
        (modules, sample) =>
        {
            var plain = Exact.Decimal(sample.unscaled, sample.scale);
            var written = plain + (plain.Contains('.', StringComparison.Ordinal) ? new string('0', sample.zeros) : "");
            Only(modules.Call(new { op = "decimal", texts = new[] { written } })).ShouldBe(plain);
        });

    public static Claim Ratios { get; } = Claim.Of(
        from numerator in Gen.Choose(-1_000_000, 1_000_000)
        from denominator in Gen.OneOf(Gen.Elements(2_000_000L, 3_000_000L, 30_000L, 125_000L), Gen.Choose(1, 90_000_000).Select(value => (long)value))
        from places in Gen.Choose(0, Places)
        select (numerator, denominator, places),
        (modules, sample) => Only(modules.Call(new { op = "ratio", integers = Texts(sample.numerator, sample.places), left = new[] { Exact.Millionths(sample.denominator) } }))
            .ShouldBe(Exact.Ratio((BigInteger)sample.numerator * Exact.Millionth, sample.denominator, sample.places)));

    public static Claim Proration { get; } = Claim.Of(
        from fee in Gen.Choose(0, 9_999_999)
        from whole in Gen.Elements(7, 14, 28, 29, 30, 31, 90, 365)
        from covered in Gen.Choose(0, whole)
        select (fee, whole, covered),
        (modules, sample) => modules.Call(new { op = "prorate", integers = Texts(sample.fee, sample.covered, sample.whole) })[0].ShouldBe(
        [
            Text(Exact.Rounded((BigInteger)sample.fee * sample.covered, sample.whole, Rounding.HalfAwayFromZero)),
            Exact.Ratio(sample.covered, sample.whole, 12),
        ]));

    public static Claim Weights { get; } = Claim.Of(
        Splits,
        (modules, sample) =>
        {
            var products = sample.Left.Zip(sample.Right, (left, right) => (BigInteger)left * right).ToArray();
            modules.Call(new { op = "weights", left = Decimals6(sample.Left), right = Decimals6(sample.Right), texts = sample.Ids })[0].ShouldBe(Shown(products, 2 * Places));
            modules.Call(new { op = "weightsOf", left = Decimals6(sample.Left), texts = sample.Ids })[0].ShouldBe(Shown([.. sample.Left.Select(left => (BigInteger)left)], Places));
        });

    public static Claim Allocation { get; } = Claim.Of(
        Splits,
        (modules, sample) => modules.Call(SplitCall("allocate", sample, Texts(sample.Total)))[0].ShouldBe([.. Exact.Split(sample.Total, sample.Products).Select(Text)]));

    public static Claim RoundedEach { get; } = Claim.Of(
        from split in Splits
        from rounding in Roundings
        from sign in Gen.Elements(1, -1)
        select (split: split with { Total = sign * split.Total }, rounding),
        (modules, sample) => modules.Call(SplitCall("roundEach", sample.split, Texts(sample.split.Total, (long)sample.rounding)))[0]
            .ShouldBe([.. sample.split.Products.Select(weight => Text(Exact.Rounded(sample.split.Total * weight, sample.split.Sum, sample.rounding)))]));

    public static Claim ExactCents { get; } = Claim.Of(
        from split in Splits
        from rounding in Roundings
        from per in Gen.Elements(1L, 60L, 3_600_000L)
        select (split, rounding, per),
        (modules, sample) => modules.Call(SplitCall("exact", sample.split, Texts((long)sample.rounding, sample.per)))[0][0]
            .ShouldBe(Text(Exact.Rounded(sample.split.Sum, BigInteger.Pow(10, 2 * Places) * sample.per, sample.rounding))));

    private static Gen<Weighted> Splits =>
        from total in Gen.OneOf(Gen.Choose(0, 30), Gen.Choose(0, int.MaxValue))
        from left in Quantities.ArrayOf(6)
        from right in Gen.OneOf(Quantities.ArrayOf(6), Gen.Constant(Enumerable.Repeat(Exact.Millionth, 6).ToArray()))
        from equal in Gen.Elements(false, false, true)
        from count in Gen.Choose(1, 6)
        let split = new Weighted(total, [.. (equal ? Enumerable.Repeat(left[0], count) : left.Take(count))], [.. (equal ? Enumerable.Repeat(right[0], count) : right.Take(count))])
        where !split.Sum.IsZero
        select split;

    private static object SplitCall(string op, Weighted split, string[] integers) => new { op, integers, left = Decimals6(split.Left), right = Decimals6(split.Right), texts = split.Ids };

    /// <summary>Each weight to 6 places and its proportion to 12; nothing has a proportion of nothing.</summary>
    private static IEnumerable<string> Shown(BigInteger[] weights, int scale)
    {
        var sum = weights.Aggregate(BigInteger.Zero, (all, weight) => all + weight);
        return weights.SelectMany(weight => (string[])[Exact.Ratio(weight, BigInteger.Pow(10, scale), Places), sum.IsZero ? "0" : Exact.Ratio(weight, sum, 12)]);
    }

    private static string[] Decimals6(long[] millionths) => [.. millionths.Select(Exact.Millionths)];

    private static string[] Texts(params long[] integers) => [.. integers.Select(integer => integer.ToString(CultureInfo.InvariantCulture))];

    private static string Text(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Only(IReadOnlyList<IReadOnlyList<string>> results) => results.ShouldHaveSingleItem().ShouldHaveSingleItem();

    /// <param name="Left">Millionths.</param>
    /// <param name="Right">Millionths.</param>
    private sealed record Weighted(long Total, long[] Left, long[] Right)
    {
        public string[] Ids => [.. Left.Select((_, place) => "w" + place.ToString(CultureInfo.InvariantCulture))];

        public BigInteger[] Products => [.. Left.Zip(Right, (left, right) => (BigInteger)left * right)];

        public BigInteger Sum => Products.Aggregate(BigInteger.Zero, (all, product) => all + product);
    }
}
