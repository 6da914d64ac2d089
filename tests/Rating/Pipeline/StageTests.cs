using System.Text.Json;
using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class StageTests
{
    private const string Accept = """{"ok":true}""";

    [Test]
    public async Task Stages_run_in_the_programs_order_and_see_the_charges_so_far()
    {
        using var bench = OneFee()
            .Stage("discount", ModuleType.Transformer, input => Keep(input, Discount(-10)))
            .Stage("second", ModuleType.Transformer, input => Keep(input, Discount(-Charges(input).Count)))
            .Stage("check", ModuleType.Validator, input => Charges(input).Count == 3 ? Accept : """{"ok":false,"failures":[{"code":"x","message":"y"}]}""");
        var outcome = await bench.Rate(Company());
        outcome.Error.ShouldBeNull();
        outcome.Rated!.ChargeSet.Charges.Select(charge => charge.NetAmountCents).ShouldBe([100L, -10L, -2L]);
        outcome.Executions.Select(execution => (execution.Sequence, execution.Stage, execution.ScopeId, execution.Outcome))
            .ShouldBe([(0, "producers", "a", "ok"), (1, "discount", "", "ok"), (2, "second", "", "ok"), (3, "check", "", "ok")]);
        outcome.Executions[1].InputDigest.Length.ShouldBe(64);
        outcome.Executions.Select(execution => execution.OutputDigest).ShouldAllBe(digest => digest!.Length == 64);
    }

    [Test]
    public async Task Stages_see_the_balances_that_producers_left_in_place_of_those_before()
    {
        var seen = "";
        using var bench = new RatingBench()
            .Producer("fixed", _ => """
                {"charges":[],"balances":[{"assignment_id":"a","service_id":"s","period_start":"2025-01-01","period_end":"2025-02-01","opening_minutes":0,"granted_minutes":60,"used_minutes":20,
                "rolled_over_minutes":40,"expired_minutes":0,"closing_minutes":40,"expires":null}]}
                """)
            .Stage("check", ModuleType.Validator, input =>
            {
                seen = InputBuilder.Json(input).GetProperty("balances")[0].GetRawText();
                return Accept;
            });
        var set = await bench.Rated(Company().Balance("""{"assignment_id":"a","minutes":1}"""));
        var balance = set.Balances.ShouldHaveSingleItem();
        balance.ClosingMinutes.ShouldBe(40);
        seen.ShouldBe(System.Text.Encoding.UTF8.GetString(CanonicalJson.Serialize(balance, BillingJson.Default.Balance)));
    }

    [Test]
    public async Task A_charge_a_transformer_leaves_alone_keeps_its_id_and_source_and_one_it_alters_keeps_its_id()
    {
        using var bench = new RatingBench()
            .Producer("fixed", _ => RatingBench.Charges(RatingBench.Line("left"), RatingBench.Line("altered")))
            .Stage("raise", ModuleType.Transformer, input => Keep(input).Replace("\"description\":\"Line altered\"", "\"description\":\"Raised\"", StringComparison.Ordinal));
        using var plain = new RatingBench().Producer("fixed", _ => RatingBench.Charges(RatingBench.Line("left"), RatingBench.Line("altered")));
        var before = (await plain.Rated(Company())).Charges;
        var after = (await bench.Rated(Company())).Charges;
        after.Select(charge => charge.ChargeId).ShouldBe(before.Select(charge => charge.ChargeId));
        after.Select(charge => charge.SourceModule).ShouldBe(["mod.fixed@1.0.0", "mod.raise@1.0.0"]);
        after.Select(charge => charge.SourceScope).ShouldBe(["a", "a"]);
    }

    [Test]
    public async Task A_charge_that_a_transformer_only_tags_keeps_its_source()
    {
        using var bench = OneFee().Stage("tag", ModuleType.Transformer, input => Keep(input).Replace("\"dimensions\":{", "\"dimensions\":{\"x_site\":\"north\",", StringComparison.Ordinal));
        var charge = (await bench.Rated(Company())).Charges.ShouldHaveSingleItem();
        charge.Dimensions!["x_site"].ShouldBe("north");
        (charge.SourceModule, charge.SourceScope).ShouldBe(("mod.fixed@1.0.0", "a"));
    }

    [Test]
    public async Task A_charge_a_transformer_adds_belongs_to_its_stage()
    {
        using var bench = OneFee().Stage("discount", ModuleType.Transformer, input => Keep(input, Discount(-10)));
        var charge = (await bench.Rated(Company())).Charges[1];
        charge.ChargeId.ShouldBe(Digest.Of("""["tenant-1","company-1","cycle-1","discount","mod.discount","d"]"""u8)[..32]);
        (charge.SourceModule, charge.SourceScope).ShouldBe(("mod.discount@1.0.0", "discount"));
    }

    [Test]
    public async Task A_charge_keeps_what_it_was_derived_from_when_a_later_stage_takes_that_charge_out()
    {
        using var bench = OneFee()
            .Stage("discount", ModuleType.Transformer, input => Keep(input, RatingBench.Line("d", -10, $$""","derived_from":["{{Id(input)}}"]""").Replace("\"recurring\"", "\"discount\"", StringComparison.Ordinal)))
            .Stage("replace", ModuleType.Transformer, input => RatingBench.Charges(Charges(input)[1].GetRawText(), RatingBench.Line("instead", 60)))
            .Stage("last", ModuleType.Transformer, input => Keep(input));
        var charges = (await bench.Rated(Company())).Charges;
        charges.Select(charge => charge.NetAmountCents).ShouldBe([-10L, 60L]);
        charges[0].DerivedFrom.ShouldBe([Digest.Of("""["tenant-1","company-1","cycle-1","a","mod.fixed","fee"]"""u8)[..32]]);
    }

    [Test]
    public async Task An_event_whose_charge_a_transformer_takes_out_is_settled_as_that_transformer_says()
    {
        var entries = new ManifestRequires { Events = [RatingBench.Needs("TimeEntriesPack", "entry_id")] };
        using var bench = new RatingBench()
            .Producer("hourly", _ => RatingBench.Charges(RatingBench.Line("e1", more: ""","input_refs":["e1"]""")), entries)
            .Stage("bundle", ModuleType.Transformer, _ => """{"charges":[],"consumed":[{"pack":"TimeEntriesPack","event_id":"e1","part":"whole","reason":"bundle.rate"}]}""", requires: entries);
        var set = await bench.Rated(Entry(new InputBuilder().Assignment("a", planType: "hourly")));
        set.Charges.ShouldBeEmpty();
        set.Settled.ShouldBe([new ConsumedEvent("TimeEntriesPack", "e1", "whole", "bundle.rate")]);
    }

    [Test]
    public async Task A_transformer_that_invents_an_id_is_refused()
    {
        using var bench = OneFee().Stage("forge", ModuleType.Transformer, _ => RatingBench.Charges(RatingBench.Line("k", more: ""","charge_id":"00000000000000000000000000000000" """)));
        var error = await bench.Failed(Company());
        error.Code.ShouldBe("module.output_invalid");
        error.Message.ShouldContain("in stage forge: charges[0].charge_id 00000000000000000000000000000000 is no charge that went in");
    }

    [Test]
    public async Task A_partitioned_module_gets_one_partition_a_call_and_may_use_one_line_key_in_each()
    {
        using var bench = OneFee().Stage("discount", ModuleType.Transformer, input => Keep(input, Discount(-Charges(input).Count)), PartitionBy.Plan);
        var outcome = await bench.Rate(Company().Assignment("b", "plan-2").Assignment("c", "plan-1"));
        outcome.Executions.Where(execution => execution.Stage == "discount").Select(execution => execution.ScopeId).ShouldBe(["plan-1", "plan-2"]);
        var charges = outcome.Rated!.ChargeSet.Charges;
        charges.Select(charge => (charge.SourceScope, charge.NetAmountCents)).ShouldBe([("a", 100L), ("c", 100L), ("discount/plan-1", -2L), ("b", 100L), ("discount/plan-2", -1L)]);
        charges.Select(charge => charge.ChargeId).Distinct().Count().ShouldBe(5);
    }

    [Test]
    public async Task A_validator_that_refuses_fails_the_company_with_its_reason()
    {
        using var bench = OneFee().Stage("check", ModuleType.Validator, input => $$"""
            {"ok":false,"failures":[{"code":"money.negative","message":"below zero","charge_id":"{{Charges(input)[0].GetProperty("charge_id").GetString()}}"},{"code":"x","message":"y"}]}
            """);
        var outcome = await bench.Rate(Company());
        outcome.Error!.Code.ShouldBe("validation.failed");
        outcome.Error.Message.ShouldBe("mod.check@1.0.0 in stage check refuses the charges: money.negative: below zero (1 more).");
        outcome.Error.Subject!.Length.ShouldBe(32);
        outcome.IsFinal.ShouldBeTrue();
        outcome.Executions.Count.ShouldBe(2);
    }

    [Test]
    public async Task A_validator_that_may_only_warn_lets_the_company_pass()
    {
        using var bench = OneFee().Stage("check", ModuleType.Validator, _ => """{"ok":false,"failures":[{"code":"odd","message":"a round sum"}]}""", onFailure: "warn");
        (await bench.Rated(Company())).Warnings.ShouldBe([new BillingWarning("odd", "a round sum")]);
    }

    [TestCase("""{"ok":false}""", "is false although there is no failure")]
    [TestCase("""{"ok":true,"failures":[{"code":"x","message":"y"}]}""", "is true although there are failures")]
    [TestCase("""{}""", "ok is missing")]
    [TestCase("""{"ok":true,"charges":[]}""", "may normalise charges, not add or remove any")]
    [TestCase("""{"ok":true,"consumed":[]}""", "consumed is not a member of this output")]
    public async Task A_verdict_that_contradicts_itself_is_refused(string verdict, string reason)
    {
        using var bench = OneFee().Stage("check", ModuleType.Validator, _ => verdict);
        (await bench.Failed(Company())).Message.ShouldContain(reason);
    }

    [TestCase(ChargeType.Recurring, true)]
    [TestCase(ChargeType.Usage, false)]
    public async Task A_stage_runs_only_when_its_conditions_hold(ChargeType type, bool runs)
    {
        using var bench = OneFee().Stage("discount", ModuleType.Transformer, input => Keep(input, Discount(-1)), when: new StageCondition([type], ["AssignmentPack"]));
        var outcome = await bench.Rate(Company());
        outcome.Rated!.ChargeSet.Charges.Count.ShouldBe(runs ? 2 : 1);
        outcome.Executions.Count.ShouldBe(runs ? 2 : 1);
    }

    [Test]
    public async Task A_stage_whose_pack_is_empty_does_not_run()
    {
        using var bench = OneFee().Stage("discount", ModuleType.Transformer, input => Keep(input, Discount(-1)), when: new StageCondition(AnyFact: ["BilledEventsPack"]));
        (await bench.Rated(Company())).Charges.Count.ShouldBe(1);
    }

    [Test]
    public async Task A_validator_that_names_members_of_charges_gets_these_alone()
    {
        var seen = "";
        using var bench = OneFee().Stage("check", ModuleType.Validator, Seen(input => seen = input), requires: new ManifestRequires { Charges = ["net_amount_cents", "charge_type", "tax_region_hint"] });
        await bench.Rated(Company());
        seen.ShouldStartWith("""{"abi":1,"charges":[{"charge_type":"recurring","net_amount_cents":100}],"context":""");
    }

    [Test]
    public async Task A_validator_that_names_no_members_of_charges_gets_none()
    {
        var seen = "";
        using var bench = OneFee().Stage("check", ModuleType.Validator, Seen(input => seen = input), requires: new ManifestRequires { Charges = [] });
        await bench.Rated(Company());
        seen.ShouldStartWith("""{"abi":1,"context":""");
    }

    [Test]
    public async Task A_validator_that_saw_parts_of_charges_cannot_normalise_them()
    {
        using var bench = OneFee().Stage(
            "check", ModuleType.Validator, input => $$"""{"ok":true,"charges":{{InputBuilder.Json(input).GetProperty("charges").GetRawText()}}}""", requires: new ManifestRequires { Charges = ["charge_id"] });
        var error = await bench.Failed(Company());
        (error.Code, error.Subject).ShouldBe(("module.output_invalid", "check"));
        error.Message.ShouldContain("charges is not a member of this output");
    }

    [Test]
    public async Task A_module_with_nothing_to_work_on_is_recorded_as_skipped()
    {
        var discounts = new ManifestRequires { Facts = [RatingBench.Needs("DiscountPolicyPack", "discount_id")] };
        using var bench = OneFee().Stage("discount", ModuleType.Transformer, input => Keep(input, Discount(-1)), requires: discounts, skipWhenEmpty: ["DiscountPolicyPack", "usage"]);
        var row = """{"discount_id":"d1","plan_id":"plan-1"}""";
        (await bench.Rated(Company().Fact("DiscountPolicyPack", row))).Charges.Count.ShouldBe(2);
        var outcome = await bench.Rate(Company().FactPack("DiscountPolicyPack"));
        outcome.Rated!.ChargeSet.Charges.Count.ShouldBe(1);
        var skipped = outcome.Executions[1];
        (skipped.Outcome, skipped.Fuel, skipped.OutputDigest).ShouldBe(("skipped", 0L, null));
        (skipped.InputDigest, skipped.InputBytes).ShouldBe((Digest.Of([]), 0L), "it was given nothing");
    }

    [Test]
    public async Task A_timeout_is_not_final_and_the_first_failure_in_scope_order_is_the_companys()
    {
        using var bench = new RatingBench().Producer("fixed", input => throw (input.Contains("\"assignment_id\":\"b\"", StringComparison.Ordinal)
            ? new WasmHostException("limit.time", "2 s have passed")
            : new WasmHostException("trap.memory", "out of bounds")));
        (await bench.Rate(Company())).IsFinal.ShouldBeTrue();
        var outcome = await bench.Rate(new InputBuilder().Assignment("c").Assignment("b"));
        outcome.Error!.Code.ShouldBe("limit.time");
        outcome.IsFinal.ShouldBeFalse();
    }

    private static RatingBench OneFee() => new RatingBench().Producer("fixed", _ => RatingBench.Charges(RatingBench.Line("fee")));

    private static InputBuilder Company() => new InputBuilder().Assignment("a");

    private static InputBuilder Entry(InputBuilder company) => company.Events("TimeEntriesPack", """
        {"entry_id":"e1","company_id":"company-1","user_id":"u","service_id":"s","plan_id":null,"work_item_type":"ticket","start_time":"2025-01-10T08:00:00.000Z",
         "end_time":"2025-01-10T09:00:00.000Z","billable_duration_minutes":60,"billable":true,"approval_status":"APPROVED","approved":true,"invoiced":false}
        """);

    private static string Id(string input) => Charges(input)[0].GetProperty("charge_id").GetString()!;

    private static Func<string, string> Seen(Action<string> look) => input =>
    {
        look(input);
        return Accept;
    };

    private static List<JsonElement> Charges(string input) => [.. InputBuilder.Json(input).GetProperty("charges").EnumerateArray()];

    /// <summary>The charges that went in, and more.</summary>
    internal static string Keep(string input, params string[] more) => RatingBench.Charges([.. Charges(input).Select(charge => charge.GetRawText()), .. more]);

    private static string Discount(long cents) => RatingBench.Line("d", cents).Replace("\"recurring\"", "\"discount\"", StringComparison.Ordinal);
}
