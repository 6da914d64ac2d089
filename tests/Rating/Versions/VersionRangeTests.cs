namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class VersionRangeTests
{
    [TestCase("1.2.3", "1.2.3", "1.2.4")]
    [TestCase("=1.2.3", "1.2.3", "1.2.2")]
    [TestCase("^1.2", "1.9.0", "2.0.0")]
    [TestCase("^1.2", "1.2.0", "1.1.9")]
    [TestCase("^1", "1.0.0", "0.9.0")]
    [TestCase("^0.2.3", "0.2.9", "0.3.0")]
    [TestCase("^0.0.3", "0.0.3", "0.0.4")]
    [TestCase("^0.0", "0.0.9", "0.1.0")]
    [TestCase("^0", "0.9.0", "1.0.0")]
    [TestCase("~1.2.3", "1.2.9", "1.3.0")]
    [TestCase("~1.2", "1.2.0", "1.3.0")]
    [TestCase("~1", "1.9.0", "2.0.0")]
    [TestCase("1.x", "1.7.2", "2.0.0")]
    [TestCase("1.2.*", "1.2.7", "1.3.0")]
    [TestCase("1", "1.7.2", "2.0.0")]
    [TestCase(">=1 <2", "1.5.0", "2.0.0")]
    [TestCase(">= 1.2 < 1.4", "1.3.9", "1.4.0")]
    [TestCase(">1.2", "1.3.0", "1.2.9")]
    [TestCase(">1.2.3", "1.2.4", "1.2.3")]
    [TestCase("<=1.2", "1.2.9", "1.3.0")]
    [TestCase("<=1.2.3", "1.2.3", "1.2.4")]
    [TestCase("1.2 - 1.4", "1.4.9", "1.5.0")]
    [TestCase("^1.0 || ^3.0", "3.1.0", "2.0.0")]
    [TestCase("^1.0.0-beta.2", "1.0.0-beta.3", "1.0.0-beta.1")]
    [TestCase("^1.0.0-beta.2", "1.4.0", "1.4.0-beta.3")]
    [TestCase("^1.0", "1.1.0", "1.1.0-beta")]
    [TestCase("*", "0.0.1", "1.0.0-rc.1")]
    public void A_range_holds_one_and_not_the_other(string range, string inside, string outside)
    {
        VersionRange.Parse(range).Contains(SemanticVersion.Parse(inside)).ShouldBeTrue();
        VersionRange.Parse(range).Contains(SemanticVersion.Parse(outside)).ShouldBeFalse();
    }

    [TestCase("")]
    [TestCase("^")]
    [TestCase("1.2.3.4")]
    [TestCase("latest")]
    [TestCase(">x")]
    [TestCase("x.1")]
    [TestCase("^1 ||")]
    [TestCase("=>1")]
    public void What_is_not_a_range_is_refused(string text) =>
        Should.Throw<BillingException>(() => VersionRange.Parse(text)).Error.Code.ShouldBe("version.invalid");

    [Test]
    public void The_highest_version_in_range_is_taken() =>
        VersionRange.Parse("^1.2").Highest(new[] { "1.2.0", "1.10.1", "1.9.9", "2.0.0", "1.11.0-rc.1" }.Select(SemanticVersion.Parse))!.ToString().ShouldBe("1.10.1");
}
