using Billing.Contracts;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class ManualRequestTests
{
    private static readonly ManifestRequires Items = new() { Events = [RatingBench.Needs("ManualItemsPack", "item_id")] };
    private static readonly ManifestRequires Time = new() { Events = [RatingBench.Needs("TimeEntriesPack", "entry_id")] };

    private const string Item = """{"item_id":"i1","sequence":1,"description":"Cable","quantity":"1","rate_cents":"500"}""";

    [Test]
    public async Task A_manual_invoice_needs_no_assignment_and_bills_what_was_entered_by_hand()
    {
        using var bench = Bench([RequestKind.Cycle, RequestKind.Manual]);
        var set = await bench.Rated(Manual());
        set.Charges.ShouldHaveSingleItem().LineKey.ShouldBe("i1");
        set.Settled.ShouldBe([new ConsumedEvent("ManualItemsPack", "i1", "whole", "charged")]);
        set.Warnings.ShouldBeEmpty();
    }

    [Test]
    public async Task A_manual_invoice_bills_no_plan_and_leaves_its_events_to_the_cycle()
    {
        using var bench = Bench([RequestKind.Cycle, RequestKind.Manual]);
        var outcome = await bench.Rate(Manual().Assignment("a", planType: "hourly").Events("TimeEntriesPack", """
            {"entry_id":"e1","company_id":"company-1","user_id":"u","service_id":"s","plan_id":null,"work_item_type":"ticket","start_time":"2025-01-10T08:00:00.000Z",
             "end_time":"2025-01-10T09:00:00.000Z","billable_duration_minutes":60,"billable":true,"approval_status":"APPROVED","approved":true,"invoiced":false}
            """));
        outcome.Rated!.ChargeSet.Charges.Select(charge => charge.LineKey).ShouldBe(["i1"]);
        outcome.Rated.ChargeSet.Settled.Select(settled => settled.EventId).ShouldBe(["i1"]);
        outcome.Rated.ChargeSet.Warnings.ShouldBeEmpty();
        outcome.Executions.Select(execution => execution.Stage).ShouldBe(["manual", "check"]);
    }

    [TestCase(null, RequestKind.Cycle, 2)]
    [TestCase(null, RequestKind.Manual, 0)]
    [TestCase(RequestKind.Manual, RequestKind.Cycle, 1)]
    [TestCase(RequestKind.Manual, RequestKind.Manual, 1)]
    public async Task A_transformer_runs_for_cycles_unless_it_names_its_requests(RequestKind? named, RequestKind asked, int charges)
    {
        using var bench = Bench(named is { } kind ? [kind] : null);
        var outcome = await bench.Rate(Manual().Assignment("a", planType: "hourly").Request(asked));
        outcome.Rated!.ChargeSet.Charges.Count.ShouldBe(charges);
        outcome.Executions[^1].Stage.ShouldBe("check", "validators run for every request");
    }

    [Test]
    public async Task A_manual_invoice_may_lie_across_a_change_of_cycles()
    {
        using var bench = Bench([RequestKind.Manual]);
        (await bench.Rated(Manual().Cycle("2025-01-15"))).Charges.Count.ShouldBe(1);
        (await bench.Failed(Manual().Assignment("a", planType: "hourly").Cycle("2025-01-15").Request(RequestKind.Cycle))).Code.ShouldBe("cycle.spans_change");
    }

    [Test]
    public async Task The_kind_of_request_is_part_of_the_input()
    {
        using var bench = Bench([RequestKind.Cycle, RequestKind.Manual]);
        var company = Manual().Assignment("a", planType: "hourly");
        var manual = await bench.Rated(company);
        var cycle = await bench.Rated(company.Request(RequestKind.Cycle));
        manual.InputDigest.ShouldNotBe(cycle.InputDigest);
    }

    private static InputBuilder Manual() =>
        new InputBuilder().Request(RequestKind.Manual).Events("ManualItemsPack", Item).Events("TimeEntriesPack");

    private static RatingBench Bench(IReadOnlyList<RequestKind>? requests) => new RatingBench()
        .Producer("hourly", _ => RatingBench.Charges(RatingBench.Line("fee")), Time)
        .Stage("manual", ModuleType.Transformer, input => StageTests.Keep(input, RatingBench.Line("i1", more: ""","input_refs":["i1"]""")), requires: Items, requests: requests)
        .Stage("check", ModuleType.Validator, _ => """{"ok":true}""");
}
