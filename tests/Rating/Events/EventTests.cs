using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class EventTests
{
    private static readonly ManifestRequires Time = new() { Events = [RatingBench.Needs("TimeEntriesPack", "entry_id")] };

    private RatingBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new RatingBench()
        .Producer("hourly", OneChargePerEntry, Time)
        .Producer("fixed", _ => RatingBench.Charges());

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [TestCase("h1", "h1", TestName = "the assignment it names")]
    [TestCase("plan-h2", "h2", TestName = "the assignment whose plan it names")]
    public async Task An_event_goes_to(string planId, string scope)
    {
        var set = await _bench.Rated(TwoHourlyPlans().Events("TimeEntriesPack", Entry("e1", planId)));
        set.Charges.ShouldHaveSingleItem().SourceScope.ShouldBe(scope);
        set.Warnings.ShouldBeEmpty();
        set.Settled.ShouldBe([new ConsumedEvent("TimeEntriesPack", "e1", "whole", "charged")]);
    }

    [Test]
    public async Task An_event_that_names_no_plan_goes_to_the_only_one_that_takes_such_events()
    {
        var set = await _bench.Rated(new InputBuilder().Assignment("f", "plan-f").Assignment("h1", "plan-h1", "hourly").Events("TimeEntriesPack", Entry("e1", null)));
        set.Charges.ShouldHaveSingleItem().SourceScope.ShouldBe("h1");
    }

    [TestCase(null, "h1 and h2 could take it")]
    [TestCase("plan-x", "plan-x names no assignment or plan that takes TimeEntriesPack")]
    [TestCase("plan-f", "plan-f names no assignment or plan that takes TimeEntriesPack")]
    public async Task An_event_that_can_go_nowhere_is_a_warning(string? planId, string why)
    {
        var set = await _bench.Rated(TwoHourlyPlans().Assignment("f", "plan-f").Events("TimeEntriesPack", Entry("e1", planId)));
        set.Charges.ShouldBeEmpty();
        var warning = set.Warnings.ShouldHaveSingleItem();
        warning.Code.ShouldBe("event.unrouted");
        warning.Subject.ShouldBe("e1");
        warning.Message.ShouldContain(why);
    }

    [Test]
    public async Task An_event_outside_its_assignments_days_is_not_billed_under_it()
    {
        var set = await _bench.Rated(new InputBuilder().Assignment("h1", "plan-h1", "hourly", end: "2025-01-10")
            .Events("TimeEntriesPack", Entry("in", "plan-h1", "2025-01-09T23:59:00.000Z"), Entry("out", "plan-h1", "2025-01-10T00:00:00.000Z")));
        set.Charges.ShouldHaveSingleItem().LineKey.ShouldBe("in");
        set.Warnings.ShouldHaveSingleItem().Subject.ShouldBe("out");
    }

    [Test]
    public async Task Of_a_plan_assigned_twice_the_assignment_that_covers_the_day_gets_the_event()
    {
        var set = await _bench.Rated(new InputBuilder()
            .Assignment("first", "plan-h1", "hourly", end: "2025-01-10").Assignment("second", "plan-h1", "hourly", start: "2025-01-10")
            .Events("TimeEntriesPack", Entry("e1", "plan-h1", "2025-01-09T12:00:00.000Z"), Entry("e2", null, "2025-01-10T12:00:00.000Z")));
        set.Charges.Select(charge => (charge.SourceScope, charge.LineKey)).ShouldBe([("first", "e1"), ("second", "e2")]);
    }

    [TestCase("2025-01-01T00:00:00.000Z", true)]
    [TestCase("2024-12-31T23:59:59.999Z", false)]
    [TestCase("2025-01-31T23:59:59.999Z", true)]
    [TestCase("2025-02-01T00:00:00.000Z", false)]
    public async Task An_event_belongs_to_the_day_on_which_it_begins(string start, bool isBilled) =>
        (await _bench.Rated(OneHourlyPlan().Events("TimeEntriesPack", Entry("e1", null, start)))).Charges.Count.ShouldBe(isBilled ? 1 : 0);

    [TestCase("2025-01-01T04:59:00.000Z", false, TestName = "still last year in New York")]
    [TestCase("2025-02-01T04:59:00.000Z", true, TestName = "still January in New York")]
    public async Task Days_are_those_of_the_companys_time_zone(string start, bool isBilled) =>
        (await _bench.Rated(OneHourlyPlan().TimeZone("America/New_York").Events("TimeEntriesPack", Entry("e1", null, start)))).Charges.Count.ShouldBe(isBilled ? 1 : 0);

    [Test]
    public async Task A_time_zone_nobody_knows_is_refused() =>
        (await _bench.Failed(OneHourlyPlan().TimeZone("Mars/Olympus").Events("TimeEntriesPack"))).ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("fact.invalid"), error => error.Message.ShouldContain("Mars/Olympus"));

    [TestCase("\"approval_status\":\"APPROVED\"", "\"approval_status\":\"DRAFT\"")]
    [TestCase("\"invoiced\":false", "\"invoiced\":true")]
    [TestCase("\"billable\":true", "\"billable\":false")]
    [TestCase("\"work_item_type\":\"ticket\"", "\"work_item_type\":\"ad_hoc\"")]
    [TestCase("\"service_id\":\"s1\"", "\"service_id\":null")]
    [TestCase("\"end_time\":\"2025-01-15T08:00:00.000Z\",\"billable_duration_minutes\":60", "\"end_time\":\"2025-01-15T09:00:00.000Z\",\"billable_duration_minutes\":0")]
    public async Task Only_approved_billable_unbilled_work_is_billed(string billable, string not)
    {
        Entry("e1", null).ShouldContain(billable);
        (await _bench.Rated(OneHourlyPlan().Events("TimeEntriesPack", Entry("e1", null), Entry("e2", null).Replace(billable, not, StringComparison.Ordinal))))
            .Charges.ShouldHaveSingleItem().LineKey.ShouldBe("e1");
    }

    [Test]
    public async Task An_event_that_an_invoice_has_settled_is_not_billed_again()
    {
        var input = OneHourlyPlan().Events("TimeEntriesPack", Entry("e1", null), Entry("e2", null))
            .Fact("BilledEventsPack", """{"pack":"TimeEntriesPack","event_id":"e1","part":"whole","billing_cycle_id":"c"}""")
            .Fact("BilledEventsPack", """{"pack":"UsageRecordsPack","event_id":"e2","part":"whole","billing_cycle_id":"c"}""");
        (await _bench.Rated(input)).Charges.ShouldHaveSingleItem().LineKey.ShouldBe("e2");
    }

    [Test]
    public async Task An_event_that_occurs_twice_is_refused_rather_than_billed_twice() =>
        (await _bench.Failed(OneHourlyPlan().Events("TimeEntriesPack", Entry("e1", null), Entry("e1", null)))).ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("fact.invalid"), error => error.Subject.ShouldBe("e1"));

    [Test]
    public async Task A_stage_gets_all_eligible_events_of_the_company_also_those_no_scope_took()
    {
        using var bench = new RatingBench()
            .Producer("fixed", _ => RatingBench.Charges())
            .Stage("manual", ModuleType.Transformer, OneChargePerItem, requires: new ManifestRequires { Events = [RatingBench.Needs("ManualItemsPack", "item_id")] });
        var set = await bench.Rated(new InputBuilder().Assignment("f").Events(
            "ManualItemsPack", """{"item_id":"i2","sequence":1,"description":"b"}""", """{"item_id":"i1","sequence":2,"description":"a"}"""));
        set.Charges.Select(charge => charge.LineKey).ShouldBe(["i2", "i1"]);
        set.Settled.Select(settled => settled.EventId).ShouldBe(["i1", "i2"]);
        set.Warnings.ShouldBeEmpty();
    }

    [Test]
    public async Task Events_are_not_looked_at_when_no_module_asked_for_them()
    {
        using var bench = new RatingBench().Producer("fixed", _ => RatingBench.Charges());
        (await bench.Rated(new InputBuilder().Assignment("f"))).Warnings.ShouldBeEmpty();
    }

    [Test]
    public async Task Consumed_events_are_settled_without_a_line()
    {
        using var bench = new RatingBench().Producer(
            "hourly", _ => """{"charges":[],"consumed":[{"pack":"TimeEntriesPack","event_id":"e1","part":"whole","reason":"bucket.inside_allowance"}]}""", Time);
        (await bench.Rated(OneHourlyPlan().Events("TimeEntriesPack", Entry("e1", null)))).Settled
            .ShouldBe([new ConsumedEvent("TimeEntriesPack", "e1", "whole", "bucket.inside_allowance")]);
    }

    private static string OneChargePerItem(string input)
    {
        using var document = JsonDocument.Parse(input);
        var ids = document.RootElement.GetProperty("events").GetProperty("ManualItemsPack").EnumerateArray().Select(item => item.GetProperty("item_id").GetString()!);
        return RatingBench.Charges([.. ids.Select(id => RatingBench.Line(id, more: $",\"input_refs\":[\"{id}\"]"))]);
    }

    private static InputBuilder OneHourlyPlan() => new InputBuilder().Assignment("h1", "plan-h1", "hourly");

    private static InputBuilder TwoHourlyPlans() => OneHourlyPlan().Assignment("h2", "plan-h2", "hourly");

    private static string Entry(string id, string? planId, string start = "2025-01-15T08:00:00.000Z") => $$"""
        {"entry_id":"{{id}}","company_id":"company-1","user_id":"u","user_type":"internal","service_id":"s1","plan_id":{{(planId is null ? "null" : $"\"{planId}\"")}},"work_item_type":"ticket",
         "work_item_id":"w","ticket_project_links":0,"start_time":"{{start}}","end_time":"{{start}}","billable_duration_minutes":60,"billable":true,"approval_status":"APPROVED",
         "approved":true,"invoiced":false}
        """.Replace("\n ", "", StringComparison.Ordinal);

    private static string OneChargePerEntry(string input)
    {
        using var document = JsonDocument.Parse(input);
        var ids = document.RootElement.GetProperty("events").GetProperty("TimeEntriesPack").EnumerateArray().Select(entry => entry.GetProperty("entry_id").GetString()!);
        return RatingBench.Charges([.. ids.Select(id => RatingBench.Line(id, more: $",\"input_refs\":[\"{id}\"]"))]);
    }
}
