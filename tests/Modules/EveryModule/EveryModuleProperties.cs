using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Modules.Tests;

/// <summary>What holds of every module, over the cases of its own properties.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class EveryModuleProperties
{
    private static readonly Dictionary<string, Gen<JsonObject>> Cases = new(StringComparer.Ordinal)
    {
        ["bucket-balance-nonnegative"] = ValidatorProperties.OfBalances,
        ["bucket-overage"] = BucketCase.Any.Select(sample => sample.Document(0, sample.Opening)),
        ["bundle-flat-rate"] = BundleCase.Any.Select(sample => sample.Document()),
        ["bundle-grouping"] = GroupingProperties.Documented,
        ["cap-consistency"] = CapCase.OfAnyDates.Select(sample => sample.Document()),
        ["cap-total"] = CapCase.OfAnyDates.Select(sample => sample.Document()),
        ["category-coupons"] = CouponCase.Any.Select(sample => sample.Document()),
        ["currency-consistent"] = CapCase.OfAnyDates.Select(sample => sample.Document()),
        ["discount-bounds"] = DiscountCase.Any.Select(sample => sample.Document()),
        ["discounts"] = DiscountCase.Any.Select(sample => sample.Document()),
        ["first-n-free"] = FreeCase.Any.Select(sample => sample.Document()),
        ["fixed-fmv"] = FixedCase.Any.Select(sample => sample.Document()),
        ["hourly"] = HourlyCase.Any.Select(sample => sample.Document()),
        ["manual-adjustments"] = ManualCase.Any.Select(sample => sample.Document()),
        ["manual-adjustments-audit"] = ManualCase.Any.Select(sample => sample.Document()),
        ["money-nonnegative"] = DiscountCase.Any.Select(sample => sample.Document()),
        ["taxable-lines-complete"] = DiscountCase.Any.Select(sample => sample.Document()),
        ["tiers-well-formed"] = UsageCase.Any.Select(sample => sample.Document()),
        ["time-entry-ref-integrity"] = EventValidatorProperties.Time,
        ["usage-tiers"] = UsageCase.Any.Select(sample => sample.Document()),
    };

    private static IEnumerable<string> Names => Cases.Keys;

    private static IEnumerable<string> Transformers => Names.Where(name => Manifest(name).GetProperty("type").ValueEquals("transformer"));

    [Test]
    public void Every_module_has_cases() =>
        Names.ShouldBe(Directory.EnumerateDirectories(RepositoryFolder.Of("tools/sdk/modules")).Select(folder => Path.GetFileName(folder)), ignoreOrder: true);

    [TestCaseSource(nameof(Names))]
    public void Shuffled_rows_give_the_same_bytes_for_the_same_keys(string module) => Property.Holds(
        from document in Cases[module]
        from seed in Gen.Choose(0, int.MaxValue)
        select (document, seed),
        sample =>
        {
            var output = Modules.Sound.Run(module, sample.document);
            Modules.Sound.Run(module, Documents.Shuffled(sample.document, sample.seed)).Text.ShouldBe(output.Text);
            if (output.Root.TryGetProperty("charges", out _))
                output.Made.Select(charge => charge.Text("line_key")).ShouldBeUnique();
        });

    [TestCaseSource(nameof(Names))]
    public void Fuel_and_bytes_are_the_same_on_every_run_and_every_instance(string module)
    {
        using var other = new FirstPartyModule(module);
        Property.Holds(Cases[module], document =>
        {
            var first = Modules.Sound.Run(module, document);
            foreach (var again in new[] { Modules.Sound.Run(module, document), other.Run(document) })
                (again.Fuel, again.Text).ShouldBe((first.Fuel, first.Text));
        });
    }

    /// <summary>Only a rate that takes the place of charges takes any out; what a transformer passes on keeps its id and its amount.</summary>
    [TestCaseSource(nameof(Transformers))]
    public void Charges_that_a_transformer_passes_on_keep_id_and_amount(string module) => Property.Holds(Cases[module], document =>
    {
        var before = document["charges"]!.AsArray().ToDictionary(charge => charge!["charge_id"]!.GetValue<string>(), charge => charge!["net_amount_cents"]!.GetValue<long>());
        var after = Modules.Sound.Run(module, document).Charges.Where(charge => charge.TryGetProperty("charge_id", out _)).ToArray();
        after.Select(charge => charge.Text("charge_id")).ShouldBeUnique();
        after.ShouldAllBe(charge => before[charge.Text("charge_id")] == charge.Integer("net_amount_cents"));
        if (module != "bundle-flat-rate")
            after.Length.ShouldBe(before.Count);
    });

    private static JsonElement Manifest(string name) => JsonDocument.Parse(File.ReadAllText(RepositoryFolder.Of($"tools/sdk/modules/{name}/manifest.json"))).RootElement;
}
