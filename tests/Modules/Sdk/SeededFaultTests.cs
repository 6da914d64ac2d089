using System.Text.Json;
using System.Text.RegularExpressions;

namespace Billing.Modules.Tests;

/// <summary>
/// A fault seeded into a helper of the SDK, such as a wrong rounding or a day too many, is found by the property named with it in
/// <c>tools/sdk/billing-plugin-sdk/tests/faults/faults.json</c>, and every helper that the guide names has one.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class SeededFaultTests
{
    private static readonly Dictionary<string, Claim> Claims = new(StringComparer.Ordinal)
    {
        ["allocation"] = MoneyClaims.Allocation,
        ["bundle rates in a closed window"] = BundleClaims.InAClosedWindow,
        ["calendar"] = DateClaims.Calendar,
        ["caps"] = CapClaims.Excess,
        ["caps in force"] = CapClaims.InForce,
        ["cents add up"] = MoneyClaims.Cents,
        ["cycles"] = DateClaims.CyclesOn,
        ["day ranges"] = DateClaims.Ranges,
        ["decimals"] = MoneyClaims.Decimals,
        ["discounts without a limit"] = DiscountClaims.WithoutLimit,
        ["exact cents"] = MoneyClaims.ExactCents,
        ["failures"] = MoneyClaims.Failures,
        ["first units free"] = FreeProperties.FirstUnits,
        ["months"] = DateClaims.Months,
        ["mulDiv"] = MoneyClaims.MulDiv,
        ["parts rounded by themselves"] = MoneyClaims.RoundedEach,
        ["proration"] = MoneyClaims.Proration,
        ["ratios"] = MoneyClaims.Ratios,
        ["terms"] = DateClaims.Terms,
        ["texts in order"] = DateClaims.TextsInOrder,
        ["units over tiers"] = TierClaims.Tiers,
        ["weights"] = MoneyClaims.Weights,
        ["worked time"] = DateClaims.WorkedTime,
    };

    private static readonly Fault[] Faults = JsonSerializer.Deserialize<Fault[]>(
        File.ReadAllText(RepositoryFolder.Of("tools/sdk/billing-plugin-sdk/tests/faults/faults.json")), JsonSerializerOptions.Web)!;

    private static IEnumerable<string> ClaimNames => Claims.Keys;

    private static IEnumerable<string> FaultNames => Faults.Select(fault => fault.Name);

    [TestCaseSource(nameof(ClaimNames))]
    public void Helpers_keep_to_their_definition(string claim) => Claims[claim].Holds(Modules.Sound);

    [TestCaseSource(nameof(FaultNames))]
    public void A_fault_in_a_helper_is_found_out(string name)
    {
        var fault = Faults.Single(fault => fault.Name == name);
        Claims[fault.Claim].IsRefuted(Modules.With(fault.Name));
    }

    [Test]
    public void Every_helper_that_the_guide_names_has_a_fault()
    {
        var table = File.ReadAllLines(RepositoryFolder.Of("tools/sdk/README.md")).SkipWhile(line => !line.StartsWith("| helper |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
        var named = table.Select(row => row.Split('|')[1]).SelectMany(cell => Code().Matches(cell)).Select(match => match.Groups["code"].Value).Where(code => !code.Contains('_', StringComparison.Ordinal)).Select(NameOf).Distinct().ToArray();
        // names with an underscore are policies
        named.Length.ShouldBeGreaterThan(30);
        named.Except(Faults.Select(fault => fault.Helper)).ShouldBeEmpty();
    }

    /// <summary>The helper in a piece of code such as <c>new Proration(fee, covered, whole)</c>.</summary>
    private static string NameOf(string code) => Name().Match(code).Groups["name"].Value;

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(new )?(?<name>\.?[A-Za-z]+(\.[A-Za-z]+)?)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    private sealed record Fault([property: System.Text.Json.Serialization.JsonPropertyName("fault")] string Name, string Helper, string Claim);
}
