using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating.Tests;

/// <summary>What each value of a policy on events does, one policy at a time.</summary>
[Parallelizable]
public sealed class EventPolicyTests
{
    private static readonly ManifestRequires Time = new() { Events = [RatingBench.Needs("TimeEntriesPack", "entry_id")] };

    private RatingBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new RatingBench()
        .Producer("hourly", OneChargePerEntry, Time)
        .Producer("fixed", _ => RatingBench.Charges())
        .Producer("bucket", OneChargePerEntry, Time, policies: ["bucket_entries"]);

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public async Task Copies_go_to_every_plan_and_are_rated_by_the_module_of_the_events_own_kind_of_plan()
    {
        var input = TwoHourlyPlans().Assignment("f", "plan-f").Assignment("b", "plan-b", "bucket")
            .Events("TimeEntriesPack", Entry("e1", null), Entry("e2", "plan-h2"), Entry("e3", "plan-f"));
        (await Lines(input, "event_routing", "copy_to_every_plan")).ShouldBe(
        [
            "b mod.bucket@1.0.0 e1", "b mod.hourly@1.0.0 e1", "f mod.hourly@1.0.0 e1", "f mod.hourly@1.0.0 e3", "h1 mod.hourly@1.0.0 e1", "h2 mod.hourly@1.0.0 e1", "h2 mod.hourly@1.0.0 e2",
        ]);
    }

    [Test]
    public async Task Copies_have_charge_ids_of_their_own_and_settle_the_event_once()
    {
        var set = await _bench.Rated(TwoHourlyPlans().Assignment("b", "plan-b", "bucket").Events("TimeEntriesPack", Entry("e1", null)), With("event_routing", "copy_to_every_plan"));
        set.Charges.Select(charge => charge.ChargeId).ShouldBeUnique();
        set.Charges.Count.ShouldBe(4);
        set.Settled.ShouldBe([new ConsumedEvent("TimeEntriesPack", "e1", "whole", "charged")]);
    }

    [Test]
    public async Task A_module_that_visits_a_plan_is_not_run_there_without_events()
    {
        var outcome = await _bench.Rate(TwoHourlyPlans().Assignment("f", "plan-f").Events("TimeEntriesPack", Entry("e1", "plan-h1")), With("event_routing", "copy_to_every_plan"));
        outcome.Executions.Select(execution => $"{execution.ScopeId} {execution.ModuleId}").ShouldBe(["f mod.fixed", "h1 mod.hourly", "h2 mod.hourly"]);
    }

    [Test]
    public async Task A_copy_for_a_plan_that_no_assignment_has_is_a_warning()
    {
        var set = await _bench.Rated(TwoHourlyPlans().Events("TimeEntriesPack", Entry("e1", "plan-x")), With("event_routing", "copy_to_every_plan"));
        set.Charges.ShouldBeEmpty();
        set.Warnings.ShouldHaveSingleItem().Message.ShouldBe("TimeEntriesPack event e1 is not billed: plan-x names no plan that takes TimeEntriesPack on its day.");
    }

    [TestCase("assignment_then_plan", "h1 mod.hourly@1.0.0 e1", "h2 mod.hourly@1.0.0 e2")]
    [TestCase("plan", "h2 mod.hourly@1.0.0 e2")]
    public async Task A_plan_id_may_name_an_assignment_or_only_a_plan(string value, params string[] lines) =>
        (await Lines(TwoHourlyPlans().Events("TimeEntriesPack", Entry("e1", "h1"), Entry("e2", "plan-h2")), "event_plan_match", value)).ShouldBe(lines);

    [TestCase("within", "h1 mod.hourly@1.0.0 in")]
    [TestCase("ignored", "h1 mod.hourly@1.0.0 in", "h1 mod.hourly@1.0.0 out")]
    public async Task An_events_day_may_have_to_lie_within_the_assignment(string value, params string[] lines) =>
        (await Lines(
            new InputBuilder().Assignment("h1", "plan-h1", "hourly", end: "2025-01-10")
                .Events("TimeEntriesPack", Entry("in", "plan-h1", "2025-01-09T23:59:00.000Z"), Entry("out", "plan-h1", "2025-01-10T00:00:00.000Z")),
            "event_assignment_dates",
            value)).ShouldBe(lines);

    [TestCase("billed", "inclusive-explicit", 3)]
    [TestCase("dropped", "inclusive-explicit", 1)]
    [TestCase("dropped", "inclusive-computed", 1)]
    [TestCase("dropped", "exclusive", 3)]
    public async Task Events_of_a_last_day_that_the_source_wrote_as_the_end_may_be_dropped(string value, string endConvention, int lines) =>
        (await Lines(
            OneHourlyPlan().Cycle("2025-01-01", "cycle-1", endConvention)
                .Events("TimeEntriesPack", Entry("a", null, "2025-01-30T23:59:59.000Z"), Entry("b", null, "2025-01-31T00:00:00.000Z"), Entry("c", null, "2025-01-30T23:00:00.000Z", "2025-01-31T01:00:00.000Z")),
            "event_last_day",
            value)).Length.ShouldBe(lines);

    [TestCase("by_start", true, true)]
    [TestCase("dropped", true, false)]
    public async Task An_entry_across_the_end_belongs_where_it_begins_or_nowhere(string value, bool endsBefore, bool endsAt)
    {
        (await Lines(OneHourlyPlan().Events("TimeEntriesPack", Entry("e", null, "2025-01-31T22:00:00.000Z", "2025-01-31T23:59:59.999Z")), "event_straddling", value)).Length.ShouldBe(endsBefore ? 1 : 0);
        (await Lines(OneHourlyPlan().Events("TimeEntriesPack", Entry("e", null, "2025-01-31T22:00:00.000Z", "2025-02-01T00:00:00.000Z")), "event_straddling", value)).Length.ShouldBe(endsAt ? 1 : 0);
        (await Lines(OneHourlyPlan().Events("TimeEntriesPack", Entry("e", null, "2024-12-31T22:00:00.000Z", "2025-01-01T01:00:00.000Z")), "event_straddling", value)).ShouldBeEmpty();
    }

    [TestCase("excluded", "zero")]
    [TestCase("billed", "flag", "marked", "zero")]
    public async Task Time_marked_as_not_billable_is_billed_only_where_the_policy_says_so(string value, params string[] ids)
    {
        var input = OneHourlyPlan().Events(
            "TimeEntriesPack",
            Entry("flag", null).Replace("\"billable\":true", "\"billable\":false", StringComparison.Ordinal),
            Entry("marked", null, end: "2025-01-15T09:00:00.000Z", marked: 0),
            Entry("zero", null, marked: 0));
        (await Lines(input, "time_nonbillable", value)).ShouldBe(ids.Select(id => "h1 mod.hourly@1.0.0 " + id));
    }

    [Test]
    public async Task An_allowance_may_count_all_time_of_the_period_wherever_it_stands()
    {
        var input = OneHourlyPlan().Assignment("b", "plan-b", "bucket").Events(
            "TimeEntriesPack",
            Entry("draft", "plan-b").Replace("APPROVED", "DRAFT", StringComparison.Ordinal),
            Entry("hourly", "plan-h1"),
            Entry("invoiced", "plan-b").Replace("\"invoiced\":false", "\"invoiced\":true", StringComparison.Ordinal),
            Entry("mine", "plan-b"),
            Entry("next", "plan-b", "2025-02-01T00:00:00.000Z"));
        (await Lines(input, "bucket_entries", "routed")).ShouldBe(["b mod.bucket@1.0.0 mine", "h1 mod.hourly@1.0.0 hourly"]);
        (await Lines(input, "bucket_entries", "all_of_service")).ShouldBe(
            ["b mod.bucket@1.0.0 draft", "b mod.bucket@1.0.0 hourly", "b mod.bucket@1.0.0 mine", "h1 mod.hourly@1.0.0 hourly"]);
    }

    private static InputBuilder OneHourlyPlan() => new InputBuilder().Assignment("h1", "plan-h1", "hourly");

    private static InputBuilder TwoHourlyPlans() => OneHourlyPlan().Assignment("h2", "plan-h2", "hourly");

    private static Dictionary<string, string> With(string policy, string value) => new() { [policy] = value };

    private async Task<string[]> Lines(InputBuilder input, string policy, string value) =>
        [.. (await _bench.Rated(input, With(policy, value))).Charges.Select(charge => $"{charge.SourceScope} {charge.SourceModule} {charge.LineKey}")];

    private static string Entry(string id, string? planId, string start = "2025-01-15T08:00:00.000Z", string? end = null, int marked = 60) => $$"""
        {"entry_id":"{{id}}","company_id":"company-1","user_id":"u","user_type":"internal","service_id":"s1","plan_id":{{(planId is null ? "null" : $"\"{planId}\"")}},"work_item_type":"ticket",
         "work_item_id":"w","ticket_project_links":0,"start_time":"{{start}}","end_time":"{{end ?? start}}","billable_duration_minutes":{{marked}},"billable":true,
         "approval_status":"APPROVED","approved":true,"invoiced":false}
        """;

    private static string OneChargePerEntry(string input)
    {
        using var document = JsonDocument.Parse(input);
        var ids = document.RootElement.GetProperty("events").GetProperty("TimeEntriesPack").EnumerateArray().Select(entry => entry.GetProperty("entry_id").GetString()!);
        return RatingBench.Charges([.. ids.Select(id => RatingBench.Line(id, more: $",\"input_refs\":[\"{id}\"]"))]);
    }
}
