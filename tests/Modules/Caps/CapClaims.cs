namespace Billing.Modules.Tests;

/// <summary>What caps take off.</summary>
internal static class CapClaims
{
    public static Claim Excess { get; } = Claim.Of(CapCase.InForce, Check);

    public static Claim InForce { get; } = Claim.Of(CapCase.OfAnyDates, Check);

    /// <summary>Each cap takes what is above it, once, off what deductions before have left of its charges: for the days of these, from these, untaxed.</summary>
    private static void Check(Modules modules, CapCase sample)
    {
        var made = modules.Run("cap-total", sample.Document()).Made;
        made.Select(line => (line.Text("line_key"), line.Integer("net_amount_cents"))).ShouldBe(sample.Expected().Select(line => (line.Cap.Id, -(long)line.Cents)));
        foreach (var (line, expected) in made.Zip(sample.Expected()))
        {
            line.Texts("derived_from").ShouldBe(expected.Of.Select(charge => charge.Id));
            (line.Date("service_start"), line.Date("service_end")).ShouldBe((Sold.Month.AddDays(expected.Of.Min(charge => charge.From)), Sold.Month.AddDays(expected.Of.Max(charge => charge.To))));
            line.GetProperty("dimensions").Text("adjustment_id").ShouldBe(expected.Cap.Id);
            (line.GetProperty("metadata").Integer("cap_cents"), line.GetProperty("metadata").Integer("before_cents")).ShouldBe((expected.Cap.Cents, expected.Cap.Cents + (long)expected.Cents));
            line.GetProperty("is_taxable").GetBoolean().ShouldBeFalse();
        }
    }
}
