using Billing.Contracts;
using Billing.Integration.Tests.Processes;

namespace Billing.Integration.Tests.BadInput;

/// <summary>
/// One run of nine companies, six of which cannot be billed, each for a reason of its own. The other three are. Then each way out is taken as its error says, and a second run
/// bills the six.
/// </summary>
[NonParallelizable]
public sealed class CompanyFailureTests
{
    private const string Tenant = "six-troubles";
    private static readonly TimeSpan RunDeadline = TimeSpan.FromMinutes(2);

    private HttpClient _registry = null!;
    private SmallTenant _tenant = null!;
    private (int ExitCode, string Output) _commandLine;
    private RunView _run = null!;
    private Dictionary<string, RunCompanyView> _failed = null!;

    private static BillingHouse House => BadInputHouse.House;

    [OneTimeSetUp]
    public async Task Bill_nine_companies()
    {
        _registry = new HttpClient { BaseAddress = House.Addresses.Registry };
        _tenant = new SmallTenant(House.Client, Tenant);
        await PublishAsync("mod.trap", BadModules.Trapping());
        await PublishAsync("mod.lie", BadModules.Returning("""{"charges":[{"line_key":"gift","charge_type":"gift"}]}"""));
        await _tenant.AddPlanAsync("plan-good", "Good");
        await _tenant.AddPlanAsync("plan-trap", "Trap");
        await _tenant.AddPlanAsync("plan-lie", "Lie");
        await _tenant.AddPlanAsync("plan-retainer", "Retainer", "retainer");
        await BadModules.BindPlanAsync(_registry, Tenant, "plan-trap", "mod.trap");
        await BadModules.BindPlanAsync(_registry, Tenant, "plan-lie", "mod.lie");

        await _tenant.AddCompaniesAsync("plan-good", "good-1", "good-2", "good-3");
        await _tenant.AddCompaniesAsync("plan-trap", "trapped");
        await _tenant.AddCompaniesAsync("plan-lie", "lied-to");
        await _tenant.AddCompanyAsync("unbound", "Unbound Ltd");
        await _tenant.AssignAsync("unbound", "plan-retainer", "retainer");
        await _tenant.AddCycleAsync("unbound");
        await _tenant.AddCompanyAsync("idle", "Idle Ltd");
        await _tenant.AddCycleAsync("idle");
        await _tenant.AddCompanyAsync("backwards", "Backwards Ltd");
        await _tenant.AssignAsync("backwards", "plan-good");
        await _tenant.AddCycleAsync("backwards", start: "2025-02-01", end: "2025-01-01");
        await _tenant.AssignAsync("ghost", "plan-good");
        await _tenant.AddCycleAsync("ghost");

        var runId = Guid.NewGuid();
        _commandLine = await House.RunCliAsync("run", "start", "--tenant", Tenant, "--mode", "final", "--due-by", "2025-02-01", "--run-id", runId.ToString(), "--watch");
        _run = await House.WaitUntilFinishedAsync(Tenant, runId, RunDeadline);
        _failed = await FailuresAsync(runId);
    }

    [OneTimeTearDown]
    public void Close() => _registry.Dispose();

    [Test]
    public void The_companies_without_trouble_are_billed()
    {
        _run.State.ShouldBe(RunState.CompletedWithFailures);
        _run.Counts.Total.ShouldBe(9);
        _run.Counts.Succeeded.ShouldBe(3);
        _run.Counts.Failed.ShouldBe(6);
        _run.Counts.Open.ShouldBe(0);
        _run.Counts.TotalCents["USD"].ShouldBe(3 * SmallTenant.InvoiceCents);
        _failed.Keys.Order(StringComparer.Ordinal).ShouldBe(["backwards", "ghost", "idle", "lied-to", "trapped", "unbound"]);
    }

    [Test]
    public void The_command_line_lists_the_failures_and_exits_with_1()
    {
        _commandLine.ExitCode.ShouldBe(1, _commandLine.Output);
        foreach (var failure in _failed.Values)
            _commandLine.Output.ShouldContain(failure.Error!.Code);
        _commandLine.Output.ShouldContain("alga-billing run status");
        _commandLine.Output.ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
    }

    [Test]
    public void A_company_without_an_assignment_is_told_so() => ShouldFail(
        "idle",
        "assignment.none",
        "Company Idle Ltd (idle) has no plan assignment in force in 2025-01-01:2025-01-31.",
        "Give it a plan that is in force in the period (AssignmentPack), or close the billing cycle, and bill it again.");

    [Test]
    public void A_plan_without_a_binding_is_told_so() => ShouldFail(
        "unbound",
        "binding.none",
        "No module is bound to assignment unbound-assignment (plan Plan of unbound, plan-retainer; plan type retainer).",
        "Bind a module to the plan, to plan type retainer, or to the tenant (PUT /api/tenants/TENANT/bindings/ID), and bill the company again.");

    [Test]
    public void A_trapping_module_fails_its_own_company_alone() => ShouldFail(
        "trapped",
        "trap.unreachable",
        "In assignment trapped-assignment (plan Plan of trapped, plan-trap): mod.trap@1.0.0 failed: ",
        "Correct the module, publish a new version and run again.");

    [Test]
    public void An_output_that_breaks_the_schema_is_refused_and_its_place_named() => ShouldFail(
        "lied-to",
        "module.output_invalid",
        "mod.lie@1.0.0 returned an output that breaks its contract in assignment lied-to-assignment (plan Plan of lied-to, plan-lie): charges[0].charge_type ",
        "Correct the module, publish a new version and run again.");

    [Test]
    public void A_cycle_that_ends_before_it_starts_is_told_so() => ShouldFail(
        "backwards",
        "period.invalid",
        "Billing cycle backwards-2025-01 of company Backwards Ltd (backwards) ends on 2025-01-01, which is not after its start 2025-02-01.",
        "Correct the cycle in the fact source (its end is the first day not covered) and bill it again.");

    [Test]
    public void A_cycle_of_a_company_that_does_not_exist_is_told_so() => ShouldFail(
        "ghost",
        "company.unknown",
        "Company ghost has a billing cycle but no row in CompanyPack.",
        "Load the company into the fact source and run again.");

    [Test]
    public async Task Each_way_out_leads_out_and_nobody_is_billed_twice()
    {
        foreach (var plan in new[] { "plan-trap", "plan-lie", "plan-retainer" })
            await BadModules.BindPlanAsync(_registry, Tenant, plan, "mod.fixed-fmv");
        await _tenant.AssignAsync("idle", "plan-good");
        await _tenant.AddCycleAsync("backwards");
        await _tenant.AddCompanyAsync("ghost", "Ghost Ltd");

        var again = await House.Client.StartRunAsync(_tenant.FinalRun("after the ways out"), CancellationToken.None);
        again = await House.WaitUntilFinishedAsync(Tenant, again.RunId, RunDeadline);

        (await FailuresAsync(again.RunId)).ShouldBeEmpty();
        again.Counts.Total.ShouldBe(6);
        again.Counts.Succeeded.ShouldBe(6);
        var books = new InvoiceBooks(House.Database, Tenant);
        (await books.InvoiceCountAsync()).ShouldBe(9);
        await books.ShouldBeInOrderAsync(again.RunId);
        (await House.Database.ScalarAsync<long>("select sum(total_cents)::bigint from invoice.invoices where tenant_id = 'six-troubles'")).ShouldBe(9 * SmallTenant.InvoiceCents);
    }

    private void ShouldFail(string companyId, string code, string messageStart, string wayOut)
    {
        var error = _failed[companyId].Error.ShouldNotBeNull();
        error.Code.ShouldBe(code);
        error.Message.ShouldStartWith(messageStart, Case.Sensitive);
        error.WayOut.ShouldBe(wayOut);
        error.Subject.ShouldNotBeNullOrEmpty();
    }

    private async Task PublishAsync(string moduleId, byte[] wasm)
    {
        using var response = await BadModules.PublishAsync(_registry, Tenant, BadModules.Producer(moduleId), wasm);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    private static async Task<Dictionary<string, RunCompanyView>> FailuresAsync(Guid runId)
    {
        var failures = new Dictionary<string, RunCompanyView>(StringComparer.Ordinal);
        await foreach (var company in House.Client.ListRunCompaniesAsync(Tenant, runId, CompanyOutcome.Failed, CancellationToken.None))
            failures.Add(company.CompanyId, company);
        return failures;
    }
}
