using System.Text.Json.Nodes;

namespace Billing.Modules.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class ManualProperties
{
    [Test]
    public void Items_come_first_and_discounts_after_them_each_by_sequence_rounded_once_and_limited() => Property.Holds(ManualCase.Any, sample => Lines(sample, sample.Document()).ShouldBe(Expected(sample)));

    [Test]
    public void No_discount_by_hand_drives_a_charge_or_the_total_below_zero() => Property.Holds(ManualCase.Any, sample =>
        Modules.Sound.Run("discount-bounds", sample.Document(Billed(sample))).Refusals.ShouldBeEmpty());

    [Test]
    public void Every_item_is_on_the_bill_once_and_in_its_place() => Property.Holds(ManualCase.Any, sample =>
        Modules.Sound.Run("manual-adjustments-audit", sample.Document(Billed(sample))).Refusals.ShouldBeEmpty());

    [TestCase("discount_excess", "allow")]
    [TestCase("manual_discount_lines", "last_of_service")]
    public void Another_limit_or_base_is_found_out(string policy, string value) => Property.IsRefuted(ManualCase.Any, sample =>
        Lines(sample, sample.Document(policies: new Dictionary<string, string> { [policy] = value })).ShouldBe(Expected(sample)));

    private static JsonArray Billed(ManualCase sample) => Hosted.Charges(Modules.Sound.Run("manual-adjustments", sample.Document()));

    private static IEnumerable<(string, string, long)> Expected(ManualCase sample) => sample.Expected().Select(line => (line.Id, line.Type, (long)line.Cents));

    private static IEnumerable<(string, string, long)> Lines(ManualCase sample, JsonObject document)
    {
        var made = Modules.Sound.Run("manual-adjustments", document).Made;
        made.Count.ShouldBe(sample.Items.Length);
        return made.Select(line => (line.Text("line_key"), line.Text("charge_type"), line.Integer("net_amount_cents")));
    }
}
