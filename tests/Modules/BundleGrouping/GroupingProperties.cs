using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class GroupingProperties
{
    /// <summary>Charges of plans p0 to p2, the bundle of each plan or none, and whether the bundles are in force.</summary>
    private static readonly Gen<(Sold[] Charges, string?[] Bundles, bool[] Active)> Cases =
        from charges in Sold.Charges
        from bundles in Gen.Elements(null, "b0", "b1", "b1").ArrayOf(3)
        from active in Gen.Elements(true, true, true, false).ArrayOf(2)
        select (charges, bundles, active);

    internal static readonly Gen<JsonObject> Documented = Cases.Select(Document);

    [Test]
    public void Nothing_is_changed_but_the_name_of_the_bundle() => Property.Holds(Cases, sample =>
    {
        var document = Document(sample);
        var before = document["charges"]!.AsArray().ToDictionary(charge => charge!["charge_id"]!.GetValue<string>(), charge => Plain(charge!));
        var after = Run(document).Charges.Select(charge => JsonNode.Parse(charge.GetRawText())!).ToArray();
        after.Select(charge => charge["charge_id"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(before.Keys.Order(StringComparer.Ordinal));
        foreach (var charge in after)
            Plain(charge).ShouldBe(before[charge["charge_id"]!.GetValue<string>()]);
    });

    [Test]
    public void Charges_of_a_bundle_stand_side_by_side_deductions_last_and_all_others_as_they_came() => Property.Holds(Cases, sample => CheckOrder(sample, Run(Document(sample)).Charges));

    [Test]
    public void A_charge_that_strays_from_its_bundle_is_found_out() => Property.IsRefuted(Cases, sample =>
    {
        var charges = Run(Document(sample)).Charges;
        CheckOrder(sample, [.. charges.Skip(1), charges[0]]);
    });

    [Test]
    public void Grouping_twice_is_grouping_once() => Property.Holds(Cases, sample =>
    {
        var once = Run(Document(sample));
        var again = Document(sample);
        again["charges"] = Hosted.Charges(once);
        Run(again).Text.ShouldBe(once.Text);
    });

    private static void CheckOrder((Sold[] Charges, string?[] Bundles, bool[] Active) sample, IReadOnlyList<JsonElement> charges)
    {
        var runs = new List<string>();
        foreach (var name in charges.Select(charge => NameOf(charge) ?? charge.Text("charge_id")))
        {
            if (runs.Count == 0 || runs[^1] != name)
                runs.Add(name);
        }

        runs.ShouldBeUnique("a bundle is one run of charges");
        foreach (var bundle in charges.Where(charge => NameOf(charge) is not null).GroupBy(NameOf))
            bundle.Select(charge => charge.Text("charge_type") is "discount" or "credit").ShouldBe(bundle.Select(charge => charge.Text("charge_type") is "discount" or "credit").Order());
        sample.Charges.Select(charge => charge.Id).Where(id => charges.Any(charge => charge.Text("charge_id") == id && NameOf(charge) is null))
            .ShouldBe(charges.Where(charge => NameOf(charge) is null).Select(charge => charge.Text("charge_id")));
        charges.ShouldAllBe(charge => NameOf(charge) == Expected(sample, charge));
    }

    private static string? Expected((Sold[] Charges, string?[] Bundles, bool[] Active) sample, JsonElement charge)
    {
        var plan = charge.GetProperty("dimensions").Text("plan_id")[^1] - '0';
        return sample.Bundles[plan] is { } bundle && sample.Bundles.Select((id, place) => id == bundle && sample.Active[place % 2]).Any(active => active) ? "Bundle " + bundle : null;
    }

    private static string? NameOf(JsonElement charge) => charge.GetProperty("dimensions").TryGetProperty("bundle_name", out var name) ? name.GetString() : null;

    private static string Plain(JsonNode charge)
    {
        var plain = charge.DeepClone().AsObject();
        foreach (var member in (string[])["bundle_id", "bundle_name"])
            plain["dimensions"]!.AsObject().Remove(member);
        if (plain["derived_from"] is JsonArray { Count: 0 })
            plain.Remove("derived_from");
        return string.Join('\n', plain.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={Ordered(member.Value)}"));
    }

    private static string Ordered(JsonNode? node) => node is JsonObject members
        ? string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => member.Key + ":" + member.Value))
        : node?.ToJsonString() ?? "";

    private static ModuleOutput Run(JsonObject document) => Modules.Sound.Run("bundle-grouping", document);

    private static JsonObject Document((Sold[] Charges, string?[] Bundles, bool[] Active) sample) => Documents.OfCharges(Sold.Month, Sold.NextMonth, Sold.Json(sample.Charges), new
    {
        BundlePack = sample.Bundles.Select((bundle, place) => new { assignment_id = "a-p" + place, bundle_id = bundle, bundle_name = "Bundle " + bundle, is_active = sample.Active[place % 2] })
            .Where(row => row.bundle_id is not null).ToArray(),
    });
}
