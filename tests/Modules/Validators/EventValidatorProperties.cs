using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>The validators of time, tiers, caps and items entered by hand, over what the modules before them make.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class EventValidatorProperties
{
    /// <summary>What hourly bills, with the period's entries.</summary>
    internal static readonly Gen<JsonObject> Time = HourlyCase.Any.Select(sample =>
    {
        var rated = sample.Document();
        return Documents.OfCharges(HourlyCase.Month, HourlyCase.Month.AddMonths(1), Hosted.Charges(Modules.Sound.Run("hourly", rated)), new { }, rated["events"]);
    });

    private static readonly Gen<JsonObject> Tiers = UsageCase.Any.Select(sample => Documents.OfCharges(Sold.Month, Sold.NextMonth, [], sample.Document()["facts"]!));

    private static readonly Gen<JsonObject> ByHand = ManualCase.Any.Select(sample => sample.Document(Hosted.Charges(Modules.Sound.Run("manual-adjustments", sample.Document()))));

    private static readonly Gen<JsonObject> Capped = CapCase.InForce.Select(sample => sample.Document(Hosted.Charges(Modules.Sound.Run("cap-total", sample.Document()))));

    [Test]
    public void Time_that_was_billed_once_passes() => Property.Holds(Time, document => ValidatorProperties.Refusals("time-entry-ref-integrity", document).ShouldBeEmpty());

    [Test]
    public void Time_of_no_entry_is_refused() => RefusesTime("time.no_entry", document => document["charges"]![0]!["input_refs"] = new JsonArray());

    [Test]
    public void Time_of_an_entry_that_is_not_there_is_refused() => RefusesTime("time.entry_unknown", document => document["charges"]![0]!["input_refs"] = new JsonArray("gone"));

    [Test]
    public void Time_of_another_service_is_refused() => RefusesTime("time.service_differs", document => document["charges"]![0]!["dimensions"]!["service_id"] = "s9");

    [Test]
    public void Time_that_is_billed_twice_is_refused() => RefusesTime("time.entry_twice", document => document["charges"]!.AsArray().Add(document["charges"]![0]!.DeepClone()));

    [Test]
    public void Tiers_that_follow_on_each_other_pass() => Property.Holds(Tiers, document => ValidatorProperties.Refusals("tiers-well-formed", document).ShouldBeEmpty());

    [Test]
    public void Tiers_that_overlap_are_refused() => RefusesTiers("tiers.overlap", tiers => tiers.Add(tiers[^1]!.DeepClone()));

    [Test]
    public void A_tier_that_ends_before_it_begins_is_refused() => RefusesTiers("tiers.bounds", tiers => tiers[^1]!["max_quantity"] = "-1");

    [Test]
    public void A_rate_below_zero_is_refused() => RefusesTiers("tiers.rate_negative", tiers => tiers[0]!["rate_cents"] = "-0.5");

    [Test]
    public void No_tiers_at_all_are_refused() => RefusesTiers("tiers.missing", tiers => tiers.Clear());

    [Test]
    public void An_item_without_a_line_is_refused() => ValidatorProperties.Refuses("manual-adjustments-audit", ByHand, "manual.item_unbilled", document =>
    {
        document["charges"]!.AsArray().RemoveAt(document["charges"]!.AsArray().Count - 1);
        return true;
    });

    [Test]
    public void An_item_with_two_lines_is_refused() => ValidatorProperties.Refuses("manual-adjustments-audit", ByHand, "manual.item_twice", document =>
    {
        document["charges"]!.AsArray().Add(document["charges"]!.AsArray()[^1]!.DeepClone());
        return true;
    });

    [Test]
    public void A_discount_before_what_it_is_of_is_refused() => ValidatorProperties.Refuses("manual-adjustments-audit", ByHand, "manual.order", document =>
    {
        var charges = document["charges"]!.AsArray();
        var (first, last) = (ById(document, discounts: true), ById(document, discounts: false));
        if (first is null || last is null)
            return false;
        charges.Remove(first);
        charges.Insert(0, first);
        return true;
    });

    [Test]
    public void A_cap_that_was_taken_off_twice_is_refused() => RefusesCaps("cap.twice", (charges, cap) => charges.Add(cap.DeepClone()));

    [Test]
    public void A_cap_that_is_not_in_force_is_refused() => RefusesCaps("cap.unknown", (_, cap) => cap["dimensions"]!["adjustment_id"] = "gone");

    [Test]
    public void A_cap_on_another_type_of_line_is_refused() => RefusesCaps("cap.line_type", (_, cap) => cap["charge_type"] = "credit");

    private static void RefusesTime(string code, Action<JsonObject> damage) => ValidatorProperties.Refuses("time-entry-ref-integrity", Time, code, document =>
    {
        damage(document);
        return true;
    });

    private static void RefusesTiers(string code, Action<JsonArray> damage) => ValidatorProperties.Refuses("tiers-well-formed", Tiers, code, document =>
    {
        damage(document["facts"]!["RateTiersPack"]!.AsArray());
        return true;
    });

    private static void RefusesCaps(string code, Action<JsonArray, JsonNode> damage) => ValidatorProperties.Refuses("cap-consistency", Capped, code, document =>
    {
        var charges = document["charges"]!.AsArray();
        var cap = charges.FirstOrDefault(charge => charge!["metadata"]!["cap_id"] is not null);
        if (cap is not null)
            damage(charges, cap);
        return cap is not null;
    });

    /// <summary>A line of an item that is a discount, or is none.</summary>
    private static JsonNode? ById(JsonObject document, bool discounts)
    {
        var items = document["events"]!["ManualItemsPack"]!.AsArray().Where(item => item!["is_discount"]!.GetValue<bool>() == discounts).Select(item => item!["item_id"]!.GetValue<string>()).ToHashSet();
        return document["charges"]!.AsArray().FirstOrDefault(charge => charge!["input_refs"]!.AsArray().Any(id => items.Contains(id!.GetValue<string>())));
    }
}
