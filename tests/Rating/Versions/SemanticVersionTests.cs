using FsCheck;
using FsCheck.Fluent;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class SemanticVersionTests
{
    [Test]
    public void Versions_are_ordered_as_semver_says()
    {
        string[] ascending =
        [
            "0.0.9", "1.0.0-0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1",
            "1.2.0", "1.10.0", "2.0.0-a", "2.0.0",
        ];
        ascending.Reverse().Select(SemanticVersion.Parse).Order().Select(version => version.ToString()).ShouldBe(ascending);
    }

    [TestCase("1")]
    [TestCase("1.2")]
    [TestCase("1.2.3.4")]
    [TestCase("01.2.3")]
    [TestCase("1.2.3-01")]
    [TestCase("1.2.3-")]
    [TestCase("1.2.3-a..b")]
    [TestCase("v1.2.3")]
    [TestCase("")]
    public void What_is_not_a_version_is_refused(string text) =>
        Should.Throw<BillingException>(() => SemanticVersion.Parse(text)).Error.Code.ShouldBe("version.invalid");

    [Test]
    public void Build_metadata_is_kept_and_does_not_order()
    {
        SemanticVersion.Parse("1.2.3+7").ShouldBe(SemanticVersion.Parse("1.2.3+8"));
        SemanticVersion.Parse("1.2.3+7").ToString().ShouldBe("1.2.3+7");
    }

    [Test]
    public void The_order_is_total_and_the_highest_version_in_a_caret_range_is_never_a_breaking_one()
    {
        var number = Gen.Choose(0, 4);
        var version = from major in number from minor in number from patch in number from pre in Gen.Elements("", "-a", "-a.1", "-2") select $"{major}.{minor}.{patch}{pre}";
        Prop.ForAll(version.Two().Zip(version.ListOf()).ToArbitrary(), sample =>
        {
            var ((a, b), many) = sample;
            var x = SemanticVersion.Parse(a);
            var y = SemanticVersion.Parse(b);
            var isTotal = Math.Sign(x.CompareTo(y)) == -Math.Sign(y.CompareTo(x)) && x == y == (x.ToString() == y.ToString());
            var range = VersionRange.Parse($"^{a}");
            var highest = range.Highest(many.Select(SemanticVersion.Parse));
            return isTotal && range.Contains(x) && (highest is null || (highest >= x && highest.Major == x.Major));
        }).Check(Config.QuickThrowOnFailure.WithReplay(77, 11).WithMaxTest(TestScale.Of(quick: 500, full: 10_000)));
    }
}
