using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Registry.Tests;

/// <summary>The Registry over its HTTP API; every test has a tenant of its own.</summary>
[TestFixture]
[Parallelizable(ParallelScope.None)]
internal sealed class RegistryApiTests
{
    private static readonly BillingProgram Program = new(
        "standard", "1.0.0",
        [new("producers", StageKind.Producers), new("check", StageKind.Validator, "mod.check", "^1.0.0", OnFailure: "fail")],
        new Dictionary<string, string>(StringComparer.Ordinal));

    private TestDatabase _database = null!;
    private TestHost _host = null!;
    private string _tenant = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _host = await TestHost.StartAsync(_database, broker: null, [new RegistryModule()]);
        (await PublishAsync(TestModules.Producer(), TestModules.Wasm)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await PublishAsync(TestModules.Producer(version: "1.2.0"), TestModules.Wasm)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await PublishAsync(TestModules.Validator(), TestModules.Wasm)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public void TakeTenant() => _tenant = $"tenant-{Guid.NewGuid():N}";

    [Test]
    public async Task A_published_module_is_listed_and_its_bytes_come_back()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(TestModules.Wasm));

        var module = await _host.Client.GetFromJsonAsync("/api/modules/mod.probe/1.2.0", BillingJson.Default.ModuleView);

        module.ShouldNotBeNull().Hash.ShouldBe(hash);
        module.SizeBytes.ShouldBe(TestModules.Wasm.Length);
        (await _host.Client.GetByteArrayAsync("/api/modules/mod.probe/1.2.0/bytes")).ShouldBe(TestModules.Wasm);
        (await _host.Client.GetFromJsonAsync("/api/modules", BillingJson.Default.IReadOnlyListModuleView)).ShouldNotBeNull()
            .Select(listed => $"{listed.Manifest.ModuleId}@{listed.Manifest.Version}").ShouldBe(["mod.probe@1.0.0", "mod.probe@1.2.0", "mod.check@1.0.0"]);
    }

    [Test]
    public async Task Publishing_the_same_again_changes_nothing()
    {
        using var again = await PublishAsync(TestModules.Producer(), TestModules.Wasm);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_published_version_never_changes()
    {
        using var otherBytes = await PublishAsync(TestModules.Producer(), TestModules.OtherWasm);
        using var otherManifest = await PublishAsync(TestModules.Producer() with { Name = "Another name" }, TestModules.Wasm);

        await ShouldBeAsync(otherBytes, HttpStatusCode.Conflict, "module.version_exists", "mod.probe@1.0.0 is published with other bytes.");
        await ShouldBeAsync(otherManifest, HttpStatusCode.Conflict, "module.version_exists", "mod.probe@1.0.0 is published with another manifest.");
    }

    [Test]
    public async Task A_tenants_own_module_is_its_own()
    {
        using var published = await PublishAsync(TestModules.Producer("mod.special"), TestModules.Wasm, _tenant);
        using var taken = await PublishAsync(TestModules.Producer(version: "9.0.0"), TestModules.Wasm, _tenant);

        published.StatusCode.ShouldBe(HttpStatusCode.Created);
        await ShouldBeAsync(taken, HttpStatusCode.Conflict, "module.version_exists", "mod.probe is a first-party module.");
        (await _host.Client.GetByteArrayAsync($"/api/modules/mod.special/1.0.0/bytes?tenant={_tenant}")).ShouldBe(TestModules.Wasm);
        using var hidden = await _host.Client.GetAsync("/api/modules/mod.special/1.0.0?tenant=somebody-else");
        await ShouldBeAsync(hidden, HttpStatusCode.NotFound, "module.unknown", "mod.special@1.0.0 is not published.");
    }

    [Test]
    public async Task A_module_that_is_none_is_refused()
    {
        using var mute = await PublishAsync(TestModules.Producer("mod.mute"), TestModules.Mute);
        using var noise = await PublishAsync(TestModules.Producer("mod.noise"), [1, 2, 3]);

        await ShouldBeAsync(mute, HttpStatusCode.UnprocessableEntity, "module.export_missing", "mod.mute@1.0.0 does not export billing_abi() -> i32.");
        (await ErrorAsync(noise)).Code.ShouldBe("module.invalid");
        using var kept = await _host.Client.GetAsync("/api/modules/mod.mute/1.0.0");
        kept.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static IEnumerable<TestCaseData> BadManifests()
    {
        var good = TestModules.Producer("mod.bad");
        yield return new TestCaseData(good with { ModuleId = "Bad" }, "manifest.invalid").SetArgDisplayNames("module id");
        yield return new TestCaseData(good with { Version = "1.0" }, "manifest.invalid").SetArgDisplayNames("version");
        yield return new TestCaseData(good with { Abi = 2 }, "manifest.invalid").SetArgDisplayNames("abi");
        yield return new TestCaseData(good with { Scope = null }, "manifest.invalid").SetArgDisplayNames("producer without scope");
        yield return new TestCaseData(good with { ProgramVersionRange = "whatever" }, "manifest.invalid").SetArgDisplayNames("program range");
        yield return new TestCaseData(good with { Policies = ["unheard_of"] }, "policy.unknown").SetArgDisplayNames("policy");
        yield return new TestCaseData(Requiring("MoonPhasePack", "^1.0.0", "phase"), "fact.pack_missing").SetArgDisplayNames("pack");
        yield return new TestCaseData(Requiring("PlanPack", "^1.0.0", "phase"), "fact.field_missing").SetArgDisplayNames("field");
        yield return new TestCaseData(Requiring("PlanPack", "^7.0.0", "plan_id"), "fact.version_conflict").SetArgDisplayNames("version of a pack");

        ModuleManifest Requiring(string pack, string range, string field) =>
            good with { Requires = new() { Facts = [new PackRequirement { Kind = pack, VersionRange = range, Fields = [field] }] } };
    }

    [TestCaseSource(nameof(BadManifests))]
    public async Task A_manifest_that_cannot_be_met_is_refused(ModuleManifest manifest, string code)
    {
        using var response = await PublishAsync(manifest, TestModules.Wasm);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ErrorAsync(response)).Code.ShouldBe(code);
    }

    [Test]
    public async Task A_pipeline_pins_the_highest_published_version_in_each_range()
    {
        await PutProgramAsync(Program);
        (await PutBindingAsync(FixedPlans("fixed"))).EnsureSuccessStatusCode();

        var pipeline = await PipelineAsync("2025-02-01");

        pipeline.Bindings.ShouldHaveSingleItem().Module.Version.ShouldBe("1.2.0");
        pipeline.StageModules["check"].ModuleId.ShouldBe("mod.check");
        pipeline.Manifests.Count.ShouldBe(1, "both modules have the same bytes in this test");
    }

    [Test]
    public async Task Bindings_and_programs_are_those_in_force_on_the_day()
    {
        await PutProgramAsync(Program);
        await PutProgramAsync(Program with { ProgramVersion = "1.1.0" }, "2025-06-01");
        (await PutBindingAsync(FixedPlans("fixed") with { VersionRange = "1.0.0" })).EnsureSuccessStatusCode();
        (await PutBindingAsync(FixedPlans("fixed"), new(2025, 3, 1))).EnsureSuccessStatusCode();
        (await _host.Client.DeleteAsync($"/api/tenants/{_tenant}/bindings/fixed?from=2025-09-01")).EnsureSuccessStatusCode();

        var (february, june, september) = (await PipelineAsync("2025-02-28"), await PipelineAsync("2025-06-01"), await PipelineAsync("2025-09-01"));

        (february.Program.ProgramVersion, february.Bindings.ShouldHaveSingleItem().Module.Version).ShouldBe(("1.0.0", "1.0.0"));
        (june.Program.ProgramVersion, june.Bindings.ShouldHaveSingleItem().Module.Version).ShouldBe(("1.1.0", "1.2.0"));
        september.Bindings.ShouldBeEmpty();
    }

    [Test]
    public async Task A_tie_is_refused_when_it_is_made()
    {
        (await PutBindingAsync(FixedPlans("one"))).EnsureSuccessStatusCode();
        using var tie = await PutBindingAsync(FixedPlans("two"));
        using var higher = await PutBindingAsync(FixedPlans("two") with { Priority = 1 });
        using var laterTie = await PutBindingAsync(FixedPlans("one") with { Priority = 1 }, new(2026, 1, 1));

        await ShouldBeAsync(tie, HttpStatusCode.Conflict, "binding.ambiguous", "Binding two selects the same plan_type fixed with the same priority as binding one.");
        higher.StatusCode.ShouldBe(HttpStatusCode.OK);
        laterTie.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await _host.Client.GetFromJsonAsync($"/api/tenants/{_tenant}/bindings", BillingJson.Default.IReadOnlyListBinding)).ShouldNotBeNull().Select(binding => binding.BindingId).ShouldBe(["one", "two"]);
    }

    [Test]
    public async Task Two_that_tie_at_once_do_not_both_win()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => PutBindingAsync(FixedPlans($"b{number}"))));

        answers.Count(answer => answer.IsSuccessStatusCode).ShouldBe(1);
    }

    [Test]
    public async Task A_binding_to_what_is_not_there_is_refused()
    {
        using var unknown = await PutBindingAsync(FixedPlans("b") with { ModuleId = "mod.nothing" });
        using var outOfRange = await PutBindingAsync(FixedPlans("b") with { VersionRange = "^2.0.0" });
        using var validator = await PutBindingAsync(FixedPlans("b") with { ModuleId = "mod.check" });
        using var selector = await PutBindingAsync(FixedPlans("b") with { Selector = new("colour", "red") });
        using var policy = await PutBindingAsync(FixedPlans("b") with { Policies = new Dictionary<string, string>(StringComparer.Ordinal) { ["tax_rounding"] = "sideways" } });

        await ShouldBeAsync(unknown, HttpStatusCode.UnprocessableEntity, "module.unknown", "Binding b asks for mod.nothing ^1.0.0, which is not published.");
        (await ErrorAsync(outOfRange)).WayOut.ShouldBe("Published are 1.0.0, 1.2.0.");
        (await ErrorAsync(validator)).Code.ShouldBe("program.invalid");
        (await ErrorAsync(selector)).Code.ShouldBe("program.invalid");
        (await ErrorAsync(policy)).Code.ShouldBe("policy.unknown");
    }

    [Test]
    public async Task A_tenant_without_a_program_has_the_shared_one_and_replaces_shared_bindings_by_selector()
    {
        using var shared = await _host.Client.PutAsJsonAsync("/api/tenants/shared/program", Program with { ProgramId = "default" }, BillingJson.Default.BillingProgram);
        using var sharedBinding = await _host.Client.PutAsJsonAsync("/api/tenants/shared/bindings/default-fixed", new PutBinding(FixedPlans("default-fixed")), BillingJson.Default.PutBinding);
        try
        {
            var before = await PipelineAsync("2025-02-01");
            (await PutBindingAsync(FixedPlans("mine") with { VersionRange = "1.0.0" })).EnsureSuccessStatusCode();
            var after = await PipelineAsync("2025-02-01");

            before.Program.ProgramId.ShouldBe("default");
            before.Bindings.ShouldHaveSingleItem().BindingId.ShouldBe("default-fixed");
            after.Bindings.ShouldHaveSingleItem().BindingId.ShouldBe("mine");
        }
        finally
        {
            (await _host.Client.DeleteAsync("/api/tenants/shared/bindings/default-fixed")).Dispose();
        }
    }

    [Test]
    public async Task A_program_with_a_stage_nobody_published_is_refused()
    {
        using var response = await _host.Client.PutAsJsonAsync(
            $"/api/tenants/{_tenant}/program", Program with { Stages = [new("producers", StageKind.Producers), new("cap", StageKind.Transformer, "mod.cap")] }, BillingJson.Default.BillingProgram);

        (await ErrorAsync(response)).Code.ShouldBe("module.unknown");
    }

    [Test]
    public async Task An_unknown_profile_and_a_tenant_out_of_form_are_refused()
    {
        await PutProgramAsync(Program);
        using var profile = await _host.Client.GetAsync($"/api/tenants/{_tenant}/pipeline?profile=imaginary");
        using var tenant = await _host.Client.GetAsync("/api/tenants/*/bindings");

        (await ErrorAsync(profile)).Code.ShouldBe("policy.profile_unknown");
        await ShouldBeAsync(tenant, HttpStatusCode.BadRequest, "request.invalid", "'*' is no tenant id.");
    }

    private static Binding FixedPlans(string id) => new(id, new("plan_type", "fixed"), "mod.probe", "^1.0.0", 0, new Dictionary<string, string>(StringComparer.Ordinal));

    private Task<HttpResponseMessage> PublishAsync(ModuleManifest manifest, byte[] wasm, string? tenant = null) =>
        _host.Client.PostAsJsonAsync("/api/modules", new PublishModule(manifest, wasm, tenant), BillingJson.Default.PublishModule);

    private async Task PutProgramAsync(BillingProgram program, string? from = null)
    {
        using var response = await _host.Client.PutAsJsonAsync($"/api/tenants/{_tenant}/program{(from is null ? "" : $"?effective_from={from}")}", program, BillingJson.Default.BillingProgram);
        response.EnsureSuccessStatusCode();
    }

    private Task<HttpResponseMessage> PutBindingAsync(Binding binding, DateOnly? from = null) =>
        _host.Client.PutAsJsonAsync($"/api/tenants/{_tenant}/bindings/{binding.BindingId}", new PutBinding(binding, from), BillingJson.Default.PutBinding);

    private async Task<ResolvedPipeline> PipelineAsync(string day) =>
        (await _host.Client.GetFromJsonAsync($"/api/tenants/{_tenant}/pipeline?at={day}", BillingJson.Default.ResolvedPipeline)).ShouldNotBeNull();

    private static async Task<BillingError> ErrorAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError)).ShouldNotBeNull();

    private static async Task ShouldBeAsync(HttpResponseMessage response, HttpStatusCode status, string code, string message)
    {
        response.StatusCode.ShouldBe(status);
        var error = await ErrorAsync(response);
        (error.Code, error.Message).ShouldBe((code, message));
    }
}
