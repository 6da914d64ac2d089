using System.Text.Json;

namespace Billing.Modules.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class BucketProperties
{
    private static readonly string[] Minutes = ["opening_minutes", "granted_minutes", "used_minutes", "rolled_over_minutes", "expired_minutes", "closing_minutes"];

    [Test]
    public void What_one_period_closes_with_the_next_one_opens_with_and_nothing_is_ever_below_zero() => Property.Holds(BucketCase.Any, sample => CheckChain(sample, null));

    [Test]
    public void Every_entry_is_consumed_billed_as_overage_or_billed_at_the_catalogues_rate() => Property.Holds(BucketCase.Any, sample =>
    {
        var output = Modules.Sound.Run("bucket-overage", sample.Document(0, sample.Opening));
        var consumed = output.All("consumed").Select(entry => entry.Text("event_id"));
        var beyond = output.Charges.Where(charge => charge.Text("charge_type") == "overage").SelectMany(charge => charge.Texts("input_refs"));
        consumed.Concat(beyond).Order(StringComparer.Ordinal).ShouldBe(sample.InBucket(0).Select(entry => entry.Id).Order(StringComparer.Ordinal));
        output.Charges.Where(charge => charge.Text("charge_type") == "time").Select(charge => (charge.Text("line_key"), charge.Integer("net_amount_cents")))
            .ShouldBe(Entry.InOrder(sample.Periods[0]).Where(entry => entry.Service == "s1").Select(entry => ("entry/" + entry.Id, (long)sample.CostByCatalogue(entry))));
    });

    [Test]
    public void A_late_entry_leaves_all_other_keys_as_they_were() => Property.Holds(BucketCase.Any, sample =>
    {
        var before = Keys(sample.Document(0, sample.Opening));
        Keys(sample.Document(0, sample.Opening, late: new Entry("late", "s1", null, 7_200, 1_830, 30))).Except(before).ShouldBe(["entry/late"]);
        Keys(sample.Document(0, sample.Opening, late: new Entry("late", "s0", null, 7_200, 1_830, 30))).Except(before).ShouldBeSubsetOf(["s0"]);
    });

    [Test]
    public void More_carried_in_never_costs_more() => Property.Holds(BucketCase.Any, sample =>
    {
        var none = Cents(sample, new Carried(0, sample.Start(1)));
        Cents(sample, new Carried(45, sample.Start(1))).ShouldBeLessThanOrEqualTo(none);
        Cents(sample, new Carried(45, sample.Start(0))).ShouldBe(none, "what expires on the first day is gone");
    });

    [TestCase("bucket_allowance", "never")]
    [TestCase("bucket_rollover", "ignored")]
    [TestCase("bucket_entry_time", "floor_hours")]
    [TestCase("bucket_overage_rate", "up_to_cent")]
    public void Another_way_to_count_carry_or_price_is_found_out(string policy, string value) => Property.IsRefuted(BucketCase.Any, sample =>
        CheckChain(sample, new Dictionary<string, string> { [policy] = value }));

    [Test]
    public void Minutes_that_never_expire_are_found_out() => Property.IsRefuted(BucketCase.Any, sample => CheckChain(sample, new { bucket_rollover = "unlimited" }));

    /// <summary>Three periods, each opening with what the one before closed with.</summary>
    private static void CheckChain(BucketCase sample, object? policies)
    {
        var carried = sample.Opening ?? new Carried(0, sample.Start(1));
        for (var period = 0; period < sample.Periods.Length; period++)
        {
            var output = Modules.Sound.Run("bucket-overage", sample.Document(period, carried, policies));
            var balance = output.All("balances").ShouldHaveSingleItem();
            Minutes.ShouldAllBe(name => balance.Integer(name) >= 0);
            var (opening, used) = (sample.RollsOver || period == 0 ? carried.Minutes : 0, sample.Used(period));
            var beyond = Math.Max(0, used - opening - sample.Granted);
            (balance.Integer("opening_minutes"), balance.Integer("granted_minutes"), balance.Integer("used_minutes")).ShouldBe((opening, sample.Granted, used));
            CheckOverage(sample, output, beyond);

            // what was carried in is used first and lapses now; what is left of the grant is good for one period more
            var (closing, expired) = (balance.Integer("closing_minutes"), balance.Integer("expired_minutes"));
            (opening + sample.Granted + beyond).ShouldBe(used + closing + expired);
            closing.ShouldBe(sample.RollsOver ? Math.Min(sample.Granted, Math.Max(0, opening + sample.Granted - used)) : 0);
            carried = new Carried(closing, Expires(balance));
            if (closing > 0)
                carried.Expires.ShouldBe(sample.Start(period + 2));
        }
    }

    private static void CheckOverage(BucketCase sample, ModuleOutput output, long beyond)
    {
        var lines = output.Lines.Where(line => line.Key == "s0").Select(line => line.Cents);
        lines.ShouldBe(beyond > 0 ? [(long)sample.Cost(beyond)] : []);
    }

    private static DateOnly? Expires(JsonElement balance) => balance.TryGetProperty("expires", out _) ? balance.Date("expires") : null;

    private static IReadOnlyList<string> Keys(System.Text.Json.Nodes.JsonObject document) => [.. Modules.Sound.Run("bucket-overage", document).Lines.Select(line => line.Key)];

    private static long Cents(BucketCase sample, Carried carried) => Modules.Sound.Run("bucket-overage", sample.Document(0, carried)).Lines.Sum(line => line.Cents);
}
