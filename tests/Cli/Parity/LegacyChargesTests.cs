using System.Text.Json;
using Billing.Cli.Golden;
using Billing.Cli.Parity;
using Billing.Contracts;
using Billing.Invoice.Calculation;
using Billing.Rating;

namespace Billing.Cli.Tests.Parity;

/// <summary>
/// The tax code on what the legacy engine charged, in every family. Under the standard policies our invoice is its invoice wherever no quirk touches that; under the
/// legacy ones, everywhere but where its doubles missed a cent. Needs no module, so it proves tax and invoices for charges of every type.
/// </summary>
public sealed class LegacyChargesTests
{
    private static readonly ModuleRef Legacy = new(LegacyCharges.Module, "1.0.0", new string('0', 64));

    [TestCase("fixed", 145)]
    [TestCase("hourly", 89)]
    [TestCase("usage", 107)]
    [TestCase("bucket", 44)]
    [TestCase("bundle", 63)]
    [TestCase("discount", 47)]
    [TestCase("tax", 139)]
    [TestCase("manual", 91)]
    [TestCase("mixed", 130)]
    public void Standard_invoices_of_what_was_charged_match_where_no_quirk_is(string family, int strict)
    {
        var scenarios = Scenarios(family).Where(scenario => scenario.Parity.Invoice == true).ToArray();

        Different(scenarios, "standard").ShouldBeEmpty();
        scenarios.Length.ShouldBe(strict);
    }

    [TestCase("fixed", 260, 0)]
    [TestCase("hourly", 210, 0)]
    [TestCase("usage", 210, 1)]
    [TestCase("bucket", 140, 0)]
    [TestCase("bundle", 140, 0)]
    [TestCase("discount", 105, 0)]
    [TestCase("tax", 201, 0)]
    [TestCase("manual", 102, 0)]
    [TestCase("mixed", 280, 4)]
    public void Legacy_invoices_of_what_was_charged_match_but_for_floating_point(string family, int charged, int missed)
    {
        var scenarios = Scenarios(family).Where(scenario => scenario.Expected!.Value.GetProperty("error").ValueKind == JsonValueKind.Null).ToArray();

        var different = Different(scenarios, "legacy");

        different.Where(scenario => !scenario.Tags.Any(tag => tag.EndsWith("-artifact", StringComparison.Ordinal))).Select(scenario => scenario.Id).ShouldBeEmpty();
        (scenarios.Length, different.Length).ShouldBe((charged, missed));
    }

    private static IEnumerable<GoldenScenario> Scenarios(string family) => GoldenFile.Read(Repository.Golden(family)).Select(line => line.Scenario!);

    private static GoldenScenario[] Different(IEnumerable<GoldenScenario> scenarios, string profile)
    {
        var policies = new PolicyResolver(Catalogs.Policies).Resolve(profile, tenant: null, program: null);
        var calculator = new InvoiceCalculator(Pipeline(policies));
        return [.. scenarios.Where(scenario => !Matches(scenario, calculator, policies))];
    }

    private static bool Matches(GoldenScenario scenario, InvoiceCalculator calculator, IReadOnlyDictionary<string, string> policies)
    {
        var input = GoldenInput.Of(scenario, Catalogs.Facts, policies[TaxDates.Policy]);
        var chargeSet = new ChargeSet
        {
            TenantId = "t",
            CompanyId = "c",
            BillingCycleId = "b",
            InputDigest = "i",
            PipelineDigest = "p",
            Charges = LegacyCharges.Of(scenario, input),
            Settled = [],
            Balances = [],
            Warnings = [],
        };
        var answer = ScenarioAnswer.Of(input, chargeSet, calculator.Calculate(input, chargeSet, "d", revision: 1));
        return AnswerComparison.Matches(
            ParityPart.Invoice,
            GoldenAnswer.Read(scenario.Expected!.Value),
            GoldenAnswer.Read(JsonSerializer.SerializeToElement(answer)),
            scenario.Tags.Contains("order-dependent:tax-remainder-tie"));
    }

    private static PipelineDocument Pipeline(IReadOnlyDictionary<string, string> policies) => PipelineBuilder.Build(
        new ResolvedPipeline(
            new BillingProgram("p", "1.0.0", [], new Dictionary<string, string>()),
            [new PinnedBinding("b", new BindingSelector("tenant", null), 0, Legacy, new Dictionary<string, string>())],
            new Dictionary<string, ModuleRef>(),
            new Dictionary<string, ModuleManifest>(),
            policies,
            null),
        "test",
        "test");
}
