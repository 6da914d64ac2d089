namespace Billing.Modules.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class FreeProperties
{
    /// <summary>Of each service the first units, by what is left of their charges, rounded once each, and no unit twice; a promotion that finds none says so.</summary>
    internal static Claim FirstUnits { get; } = Claim.Of(FreeCase.Any, (modules, sample) =>
    {
        var output = modules.Run("first-n-free", sample.Document());
        output.Made
            .Select(line => (line.Text("line_key"), line.GetProperty("metadata").Text("free_units"), line.Integer("net_amount_cents")))
            .ShouldBe(sample.Expected().Select(line => (line.Key, Exact.Thousandths(line.Units), -(long)line.Cents)));
        output.All("warnings").Select(warning => (warning.Text("code"), warning.TryGetProperty("subject", out var subject) ? subject.GetString() : null))
            .ShouldBe(sample.Promotions.Where(promotion => !sample.Expected().Any(line => line.Key.StartsWith(promotion.Id + "/", StringComparison.Ordinal))).Select(promotion => ("free.nothing_matched", (string?)promotion.Id)));
    });

    [Test]
    public void The_first_units_of_a_service_are_free_and_none_of_them_twice() => FirstUnits.Holds(Modules.Sound);

    [Test]
    public void Free_units_never_take_more_than_was_charged() => Property.Holds(FreeCase.Any, sample =>
        Modules.Sound.Run("discount-bounds", sample.Document(Hosted.Charges(Modules.Sound.Run("first-n-free", sample.Document())))).Refusals.ShouldBeEmpty());

    [Test]
    public void Nothing_of_a_cent_stays_behind_where_every_unit_is_free() => Property.Holds(FreeCase.Any, sample =>
    {
        var all = sample with { Promotions = [new FreeUnits("all", 200_000, null, null)] };
        var counted = all.Charges.Where(charge => charge.Type is "recurring" or "time" or "usage" or "overage" && charge.Units > 0).ToArray();
        var left = new Left(all.Charges);
        Modules.Sound.Run("first-n-free", all.Document()).Made.Sum(line => -line.Integer("net_amount_cents"))
            .ShouldBe((long)left.Of(Enumerable.Range(0, all.Charges.Length).Where(place => counted.Contains(all.Charges[place]))));
    });
}
