using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Cli.Parity;
using Billing.Rating;

namespace Billing.Cli.Tests.Parity;

/// <summary>Needs the built modules (tools/build); without them it fails and says so.</summary>
public sealed class ParityRunTests
{
    private static readonly ScenarioBilling Billing = new(FirstPartyModules.Load);

    [OneTimeTearDown]
    public static void Stop() => Billing.Dispose();

    [Test]
    public async Task Every_strict_fixed_scenario_matches()
    {
        var report = await RunAsync("standard", null, Repository.Golden("fixed"));

        report.Errors.ShouldBeEmpty();
        var family = report.Families["fixed"];
        family.Mismatches.Where(mismatch => mismatch.IsStrict).Select(mismatch => mismatch.Id).ShouldBeEmpty();
        Figures(family.Parts[ParityPart.Charges]).ShouldBe((178, 178, 280));
        Figures(family.Parts[ParityPart.Discounts]).ShouldBe((178, 178, 280));
        Figures(family.Parts[ParityPart.Invoice]).ShouldBe((145, 145, 280));
        report.StrictMatched.ShouldBeTrue();
    }

    [Test]
    public async Task Every_tax_calculation_matches_and_needs_no_module()
    {
        using var billing = new ScenarioBilling(() => throw new InvalidOperationException("No module is needed."));
        var run = new ParityRun("standard", billing);

        var report = await run.RunAsync([Repository.Golden("taxcalc")], null, CancellationToken.None);

        Figures(report.Families["taxcalc"].Parts[ParityPart.Tax]).ShouldBe((105, 105, 105));
    }

    [Test]
    public async Task A_scope_without_a_module_is_a_mismatch_with_its_error_and_harms_no_other_scenario()
    {
        using var folder = new TemporaryFolder();
        var unbound = Scenario.Json("unbound");
        unbound["facts"]!["AssignmentPack"]![0]!["plan_type"] = "barter";

        var report = await RunAsync("standard", null, folder.Write("a.jsonl", unbound.Line(), Scenario.Json("good").Line()));

        report.Families["fixed"].Mismatches.ShouldAllBe(mismatch => mismatch.Id == "unbound" && mismatch.Actual.Error!.StartsWith("binding.none: ", StringComparison.Ordinal));
        Figures(report.Families["fixed"].Parts[ParityPart.Charges]).ShouldBe((2, 1, 2));
        report.StrictMatched.ShouldBeFalse();
    }

    [TestCase("assignment.none", TestName = "No_assignment_is_its_error")]
    [TestCase("fact.pack_missing", TestName = "A_missing_pack_is_its_error")]
    [TestCase("period.invalid", TestName = "A_period_that_ends_before_it_starts_is_its_error")]
    [TestCase("fact.invalid", TestName = "A_row_that_breaks_the_catalog_is_its_error")]
    [TestCase("tax.rate_missing", TestName = "A_missing_tax_rate_is_its_error_and_leaves_no_charges")]
    public async Task What_is_wrong_with_a_scenario(string code)
    {
        var json = Scenario.Json();
        var facts = json["facts"]!.AsObject();
        switch (code)
        {
            case "assignment.none":
                facts["AssignmentPack"]![0]!["end_date"] = "2024-12-31";
                break;
            case "fact.pack_missing":
                facts.Remove("PlanFixedConfigPack");
                break;
            case "period.invalid":
                json["context"]!["period"]!["end_date"] = "2024-01-01";
                break;
            case "fact.invalid":
                facts["PlanFixedConfigPack"]![0]!["base_rate_cents"] = 99.5;
                break;
            case "tax.rate_missing":
                facts["TaxRatesPack"]![0]!["end_date"] = "2025-02-01";
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(code), code, null);
        }

        var actual = (await AnswersAsync(json)).Single()["actual"]!;

        actual["error_code"]!.GetValue<string>().ShouldBe(code);
        actual["error"]!.GetValue<string>().ShouldStartWith(code + ": ");
        actual["charges"]!.AsArray().Count.ShouldBe(0);
        actual["invoice"].ShouldBeNull();
    }

    [Test]
    public async Task An_answer_has_the_shape_of_what_golden_expects()
    {
        var json = Scenario.Json();

        var line = (await AnswersAsync(json)).Single();

        line["id"]!.GetValue<string>().ShouldBe("fixed-1");
        line["family"]!.GetValue<string>().ShouldBe("fixed");
        var actual = line["actual"]!;
        actual["error"].ShouldBeNull();
        actual["total_cents"]!.GetValue<long>().ShouldBe(10_000);
        actual["final_cents"]!.GetValue<long>().ShouldBe(10_000);
        var charge = actual["charges"]![0]!;
        (charge["type"]!.GetValue<string>(), charge["service_name"]!.GetValue<string>(), charge["quantity"]!.ToJsonString(), charge["total_cents"]!.GetValue<long>())
            .ShouldBe(("fixed", "Backup", "2", 10_000L));
        (charge["tax_region"]!.GetValue<string>(), charge["assignment_id"]!.GetValue<string>()).ShouldBe(("US-NY", "44444444-0000-4000-8000-000000000001"));
        var item = actual["invoice"]!["items"]![0]!;
        (item["description"]!.GetValue<string>(), item["net_cents"]!.GetValue<long>(), item["tax_cents"]!.GetValue<long>()).ShouldBe(("Fixed Plan: Gold", 10_000L, 888L));
        item["details"]![0]!["allocated_cents"]!.GetValue<long>().ShouldBe(10_000);
        actual["invoice"]!["total_cents"]!.GetValue<long>().ShouldBe(10_888);
    }

    [Test]
    public async Task What_is_invoiced_already_is_empty()
    {
        var json = Scenario.Json();
        json["context"]!["already_invoiced"] = true;

        var actual = (await AnswersAsync(json)).Single()["actual"]!;

        actual["error"].ShouldBeNull();
        actual["charges"]!.AsArray().Count.ShouldBe(0);
        actual["invoice"].ShouldBeNull();
    }

    [Test]
    public async Task Answers_do_not_depend_on_what_else_is_in_the_file_nor_on_chance()
    {
        var one = await AnswersAsync(Scenario.Json("a"), Scenario.Json("b"));
        var other = await AnswersAsync(Scenario.Json("b"));

        other[0].ToJsonString().ShouldBe(one[1].ToJsonString());
    }

    [Test]
    public async Task An_expected_amount_that_is_none_is_an_error_of_its_line_and_the_answer_is_still_written()
    {
        using var folder = new TemporaryFolder();
        await using var output = new StringWriter();
        var odd = Scenario.Json("odd");
        odd["expected"]!["charges"]![0]!["total_cents"] = "a lot";

        var report = await RunAsync("standard", output, folder.Write("a.jsonl", odd.Line(), Scenario.Json("good").Line()));

        report.Errors.Single().Subject.ShouldBe("a.jsonl:1");
        Figures(report.Families["fixed"].Parts[ParityPart.Charges]).ShouldBe((1, 1, 1));
        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Test]
    public void A_profile_that_does_not_exist_is_refused() =>
        Should.Throw<BillingException>(() => new ParityRun("wishful", Billing)).Error.Code.ShouldBe("policy.profile_unknown");

    private static async Task<JsonObject[]> AnswersAsync(params JsonObject[] scenarios)
    {
        using var folder = new TemporaryFolder();
        await using var output = new StringWriter();
        await RunAsync("standard", output, folder.Write("a.jsonl", [.. scenarios.Select(scenario => scenario.Line())]));
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    private static Task<ParityReport> RunAsync(string profile, TextWriter? output, params string[] files) =>
        new ParityRun(profile, Billing).RunAsync(files, output, CancellationToken.None);

    private static (int Strict, int StrictMatched, int All) Figures(ParityTally tally) => (tally.Strict, tally.StrictMatched, tally.All);
}
