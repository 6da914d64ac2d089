using System.Net.Http.Json;
using System.Text.Json;
using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Registry.Tests;

[TestFixture]
internal sealed class FirstPartyTests
{
    private string _folder = null!;

    [SetUp]
    public async Task WriteModulesAsync()
    {
        _folder = Directory.CreateTempSubdirectory("billing-modules-").FullName;
        await WriteAsync("probe", TestModules.Producer());
        await WriteAsync("check", TestModules.Validator());
        Directory.CreateDirectory(Path.Combine(_folder, "programs"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "programs", "default.json"), """
            {
              "program": { "program_id": "default", "program_version": "1.0.0", "stages": [{ "name": "producers", "kind": "producers" }], "policies": {} },
              "bindings": [{ "binding_id": "fixed", "selector": { "kind": "plan_type", "value": "fixed" }, "module_id": "mod.probe", "version_range": "^1.0.0", "priority": 0, "policies": {} }]
            }
            """);
    }

    [TearDown]
    public void DeleteModules() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_modules_of_a_folder_publish_themselves_at_start_up_and_again_at_the_next()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var start = 1; start <= 2; start++)
        {
            await using var host = await TestHost.StartAsync(database, broker: null, [new RegistryModule()], settings => settings with { ModulesFolder = Path.Combine(_folder, "modules") });

            var pipeline = (await host.Client.GetFromJsonAsync("/api/tenants/acme/pipeline?at=2025-02-01", BillingJson.Default.ResolvedPipeline)).ShouldNotBeNull();

            pipeline.Program.ProgramId.ShouldBe("default");
            pipeline.Bindings.ShouldHaveSingleItem().Module.ModuleId.ShouldBe("mod.probe");
            (await host.Client.GetStringAsync("/health/ready")).ShouldContain("\"first_party_modules\":{\"status\":\"healthy\"}");
        }

        (await database.ScalarAsync<long>("select count(*) from registry.billing_scripts")).ShouldBe(2);
    }

    private async Task WriteAsync(string name, ModuleManifest manifest)
    {
        var home = Path.Combine(_folder, "modules", name);
        Directory.CreateDirectory(Path.Combine(home, "build"));
        await File.WriteAllTextAsync(Path.Combine(home, "manifest.json"), JsonSerializer.Serialize(manifest, BillingJson.Default.ModuleManifest));
        await File.WriteAllBytesAsync(Path.Combine(home, "build", name + ".wasm"), TestModules.Wasm);
    }
}
