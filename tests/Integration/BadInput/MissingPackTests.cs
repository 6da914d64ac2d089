using System.Net;
using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Integration.Tests.Processes;

namespace Billing.Integration.Tests.BadInput;

/// <summary>A pack that is not there: asked for by a module, loaded into, or missing from a fact source. It is said before anything is fetched or billed.</summary>
[NonParallelizable]
public sealed class MissingPackTests
{
    private const string Tenant = "missing-packs";
    private HttpClient _registry = null!;
    private HttpClient _planner = null!;
    private SmallTenant _tenant = null!;

    private static BillingHouse House => BadInputHouse.House;

    [OneTimeSetUp]
    public async Task Load_one_company()
    {
        _registry = new HttpClient { BaseAddress = House.Addresses.Registry };
        _planner = new HttpClient { BaseAddress = House.Addresses.Planner };
        _tenant = new SmallTenant(House.Client, Tenant);
        await _tenant.AddPlanAsync("plan-good", "Good");
        await _tenant.AddCompaniesAsync("plan-good", "good-1");
    }

    [OneTimeTearDown]
    public void Close()
    {
        _registry.Dispose();
        _planner.Dispose();
    }

    [Test]
    public async Task A_module_that_asks_for_a_pack_nobody_has_is_not_published()
    {
        using var response = await BadModules.PublishAsync(_registry, Tenant, BadModules.Producer("mod.moon", pack: "MoonPhasePack", field: "phase"), BadModules.Trapping());

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ErrorAsync(response)).ShouldBe(new BillingError(
            "fact.pack_missing", "mod.moon@1.0.0 asks for MoonPhasePack, which the catalog does not have.", "Correct the manifest, or declare the pack in the catalog.", "MoonPhasePack"));
        (await House.Database.ScalarAsync<long>("select count(*) from registry.billing_scripts where module_id = 'mod.moon'")).ShouldBe(0);
    }

    [Test]
    public async Task Rows_of_a_pack_nobody_has_are_not_loaded()
    {
        using var rows = new StringContent("""{"phase":"full"}""", Encoding.UTF8, "application/x-ndjson");
        using var response = await _planner.PostAsync(new Uri($"api/tenants/{Tenant}/facts/MoonPhasePack", UriKind.Relative), rows);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ErrorAsync(response)).ShouldBe(new BillingError(
            "fact.pack_missing", "The catalog has no pack named 'MoonPhasePack'.", "Use a name of schemas/catalog.json, such as CompanyPack.", "MoonPhasePack"));
    }

    [Test]
    public async Task A_fact_source_without_a_view_that_modules_ask_for_starts_no_run()
    {
        await House.Database.ExecuteAsync(
            """
            create schema if not exists psa_views;
            create or replace view psa_views.company_pack as select * from facts.company_pack;
            grant usage on schema psa_views to public;
            grant select on all tables in schema psa_views to public;
            """);
        using var request = new StringContent(
            $$"""{"tenant_id":"{{Tenant}}","idempotency_key":"half-made","mode":"final","due_by":"2025-02-01","fact_source":"{{BadInputHouse.HalfMadeSource}}"}""", Encoding.UTF8, "application/json");

        using var response = await _planner.PostAsync(new Uri("api/runs", UriKind.Relative), request);

        response.IsSuccessStatusCode.ShouldBeFalse();
        ((int)response.StatusCode).ShouldBeLessThan(500);
        (await ErrorAsync(response)).ShouldBe(new BillingError(
            "fact.pack_missing",
            "Fact source 'psa' has no table or view assignment_pack, which host, mod.bucket-overage@1.0.0, mod.discounts@1.0.0, mod.fixed-fmv@1.0.0, mod.hourly@1.0.0, mod.usage-tiers@1.0.0 asks for as AssignmentPack.",
            "Give the source a view named assignment_pack.",
            "AssignmentPack"));
        (await House.Database.ScalarAsync<long>("select count(*) from planner.runs where tenant_id = @Tenant", new { Tenant })).ShouldBe(0);
        var run = await House.Client.StartRunAsync(_tenant.FinalRun("own source"), CancellationToken.None);
        (await House.WaitUntilFinishedAsync(Tenant, run.RunId, TimeSpan.FromMinutes(1))).Counts.Succeeded.ShouldBe(1, "the system's own source goes on");
    }

    private static async Task<BillingError?> ErrorAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), BillingJson.Default.BillingError);
}
