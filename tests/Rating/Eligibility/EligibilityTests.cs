namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class EligibilityTests
{
    private RatingBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new RatingBench().Producer("fixed", _ => RatingBench.Charges(RatingBench.Line("fee")));

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [TestCase("2025-01-31", null, true, TestName = "starts on the last day")]
    [TestCase("2025-02-01", null, false, TestName = "starts on the first day after")]
    [TestCase("2024-01-01", "2025-01-02", true, TestName = "ends after the first day")]
    [TestCase("2024-01-01", "2025-01-01", false, TestName = "ended on the day before")]
    [TestCase("2024-01-01", null, true, TestName = "is open")]
    public async Task An_assignment_is_billed_when_it_covers_a_day_of_the_period(string start, string? end, bool isBilled)
    {
        var outcome = await _bench.Rate(new InputBuilder().Assignment("assignment-1", start: start, end: end));
        if (isBilled)
            outcome.Rated!.ChargeSet.Charges.Count.ShouldBe(1);
        else
            outcome.Error!.Code.ShouldBe("assignment.none");
    }

    [Test]
    public async Task The_closed_window_also_bills_what_starts_on_an_exclusive_end()
    {
        var closed = new Dictionary<string, string> { ["assignment_window"] = "closed" };
        var assignment = new InputBuilder().Assignment("assignment-1", start: "2025-02-01").Cycle("2025-01-01", "cycle-1", "exclusive");
        (await _bench.Rated(assignment, closed)).Charges.Count.ShouldBe(1);
        (await _bench.Failed(assignment)).Code.ShouldBe("assignment.none");
        var inclusive = new InputBuilder().Assignment("assignment-1", start: "2025-02-01").Cycle("2025-01-01", "cycle-1", "inclusive-explicit");
        (await _bench.Failed(inclusive, closed)).Code.ShouldBe("assignment.none");
    }

    [Test]
    public async Task Inactive_assignments_and_bundle_rows_are_no_scopes()
    {
        var set = await _bench.Rated(new InputBuilder()
            .Assignment("a", active: false).Assignment("b", source: "bundle-row").Assignment("c", source: "bundle", bundleId: "bundle-1").Assignment("d"));
        set.Charges.Select(charge => charge.SourceScope).ShouldBe(["c", "d"]);
        set.Charges[0].Dimensions!["bundle_id"].ShouldBe("bundle-1");
    }

    [Test]
    public async Task A_company_without_an_assignment_in_force_is_named_with_its_days()
    {
        var error = await _bench.Failed(new InputBuilder().Assignment("assignment-1", active: false));
        error.Code.ShouldBe("assignment.none");
        error.Message.ShouldBe("Company Company (company-1) has no plan assignment in force in 2025-01-01:2025-01-31.");
        error.Subject.ShouldBe("company-1");
    }

    [TestCase("2025-01-02", true)]
    [TestCase("2025-01-31", true)]
    [TestCase("2025-01-01", false)]
    [TestCase("2025-02-01", false)]
    public async Task A_cycle_that_changes_inside_the_period_is_refused(string effective, bool isRefused)
    {
        var outcome = await _bench.Rate(new InputBuilder().Assignment("assignment-1").Cycle("2025-01-01", "cycle-1").Cycle(effective, "cycle-2"));
        outcome.Error?.Code.ShouldBe(isRefused ? "cycle.spans_change" : null);
        outcome.IsFinal.ShouldBeTrue();
    }

    [Test]
    public async Task A_period_that_ends_before_it_starts_is_refused() =>
        (await _bench.Failed(new InputBuilder().Period("2025-02-01", "2025-01-01").Assignment("assignment-1"))).Code.ShouldBe("period.invalid");

    [TestCase("annually", null, "2024-01-15", "2025-01-01", 1)]
    [TestCase("annually", null, "2024-01-15", "2025-02-01", 0)]
    [TestCase("annually", null, "2025-01-15", "2025-01-01", 0, TestName = "the first term in arrears has not passed")]
    [TestCase("annually", "advance", "2025-01-15", "2025-01-01", 1, TestName = "the first term in advance is billed at once")]
    [TestCase("quarterly", null, "2024-10-31", "2025-01-01", 1)]
    [TestCase("quarterly", null, "2024-11-30", "2025-02-01", 1, TestName = "30 November and a quarter is 28 February")]
    [TestCase("weekly", null, "2024-12-30", "2025-01-01", 1)]
    [TestCase("semi-annually", null, "2023-07-31", "2025-01-01", 1)]
    public async Task A_plan_of_another_frequency_is_billed_in_the_cycle_that_holds_its_anniversary(string frequency, string? timing, string start, string periodStart, int charges)
    {
        var end = DateOnly.Parse(periodStart).AddMonths(1).ToString("yyyy-MM-dd");
        var set = await _bench.Rated(new InputBuilder().Period(periodStart, end).Assignment("assignment-1", start: start).Plan("plan-1", frequency, timing));
        set.Charges.Count.ShouldBe(charges);
    }

    [TestCase("2024-11-15", "2025-01-02", null, 1)]
    [TestCase("2024-11-15", "2025-01-20", null, 1)]
    [TestCase("2024-11-15", "2025-02-01", null, 1, TestName = "its last day is the last day of the cycle")]
    [TestCase("2024-11-15", "2025-02-02", null, 0, TestName = "it ends in the next cycle")]
    [TestCase("2024-11-01", "2025-02-01", null, 1, TestName = "a whole term ends with the cycle: in the next one nobody sees it")]
    [TestCase("2025-01-10", "2025-01-20", null, 1, TestName = "it begins and ends in the cycle")]
    [TestCase("2024-11-15", "2025-01-20", "advance", 0, TestName = "in advance its term is paid")]
    public async Task A_term_that_is_cut_short_in_arrears_is_due_in_the_cycle_of_its_last_day(string start, string end, string? timing, int charges)
    {
        var set = await _bench.Rated(new InputBuilder().Assignment("assignment-1", start: start, end: end).Plan("plan-1", "quarterly", timing));
        set.Charges.Count.ShouldBe(charges);
    }

    [Test]
    public async Task A_plan_type_nothing_is_bound_to_fails_the_company_and_is_named()
    {
        var error = await _bench.Failed(new InputBuilder().Assignment("assignment-1").Assignment("assignment-2", "plan-2", "hourly"));
        error.Code.ShouldBe("binding.none");
        error.Subject.ShouldBe("assignment-2");
    }

    [Test]
    public async Task An_assignment_that_occurs_twice_is_refused() =>
        (await _bench.Failed(new InputBuilder().Assignment("a", "plan-1").Assignment("a", "plan-2"))).ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("fact.invalid"), error => error.Subject.ShouldBe("a"));

    [Test]
    public async Task Two_currencies_in_one_company_are_refused() =>
        (await _bench.Failed(new InputBuilder().Assignment("a").Plan("plan-1", more: ",\"currency_code\":\"EUR\""))).Code.ShouldBe("currency.mixed");

    [TestCase("AssignmentPack")]
    [TestCase("PlanPack")]
    [TestCase("BillingCyclesPack")]
    public async Task A_pack_the_source_did_not_give_is_named(string pack)
    {
        var error = await _bench.Failed(new InputBuilder().Assignment("a").Without(pack));
        error.Code.ShouldBe("fact.pack_missing");
        error.Subject.ShouldBe(pack);
    }

    [Test]
    public async Task A_date_that_is_none_is_refused_with_its_field() =>
        (await _bench.Failed(new InputBuilder().Assignment("a", start: "2025-02-30"))).ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("fact.invalid"), error => error.Subject.ShouldBe("AssignmentPack.start_date"));
}
