namespace Billing.Modules.Tests;

/// <summary>What discounts give.</summary>
internal static class DiscountClaims
{
    public static Claim Limited { get; } = Claim.Of(DiscountCase.Any, (modules, sample) =>
        Given(modules, sample, new { discount_stacking = sample.Stacking, discount_base = sample.Base }).ShouldBe(sample.Expected().Select(line => (line.Discount.Id, -(long)line.Given))));

    /// <summary>Without a limit each percentage is of its whole base and each gets what it asks for.</summary>
    public static Claim WithoutLimit { get; } = Claim.Of(DiscountCase.Any, (modules, sample) =>
        Given(modules, sample, new { discount_excess = "allow", discount_base = sample.Base })
            .ShouldBe((sample with { Stacking = "independent" }).Expected(limited: false).Select(line => (line.Discount.Id, -(long)line.Asked))));

    private static IEnumerable<(string, long)> Given(Modules modules, DiscountCase sample, object policies) =>
        modules.Run("discounts", sample.Document(policies)).Made.Select(line => (line.Text("line_key"), line.Integer("net_amount_cents")));
}
