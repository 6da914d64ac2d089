using System.Text.Json.Nodes;
using Billing.Cli.Modules;

namespace Billing.Cli.Tests.Modules;

/// <summary>Needs the built modules (tools/build); without them it fails and says so.</summary>
public sealed class ModuleTestRunTests
{
    private static readonly string AllModules = Path.Combine(Repository.Root, "tools", "sdk", "modules");

    private static IEnumerable<string> Names => Directory.EnumerateDirectories(AllModules).Where(folder => File.Exists(Path.Combine(folder, "manifest.json"))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Names))]
    public async Task A_first_party_module_answers_its_fixtures_to_the_byte_and_with_the_fuel_that_is_recorded(string module)
    {
        var outcomes = await ModuleTestRun.ExecuteAsync([Path.Combine(AllModules, module)], record: false, CancellationToken.None);

        outcomes.ShouldNotBeEmpty();
        outcomes.Where(outcome => outcome.Difference is not null).Select(outcome => $"{outcome.Fixture.Name}: {outcome.Difference}").ShouldBeEmpty();
    }

    [Test]
    public async Task Another_output_is_a_difference_that_shows_where()
    {
        using var module = new ModuleCopy("currency-consistent");
        module.Change(fixture => fixture["output"]!["ok"] = false);

        var outcome = (await module.RunAsync()).ShouldHaveSingleItem();

        outcome.Difference.ShouldNotBeNull().ShouldContain("\"ok\":false");
        outcome.Difference.ShouldContain("\"ok\":true");
    }

    [Test]
    public async Task Fuel_that_grew_by_more_than_a_fifth_is_a_difference_and_less_than_that_is_not()
    {
        using var module = new ModuleCopy("currency-consistent");
        var fuel = (await module.RunAsync()).Single().Fuel;

        module.Change(fixture => fixture["fuel"] = (long)(fuel / 1.25));
        (await module.RunAsync()).Single().Difference.ShouldNotBeNull().ShouldContain("units of fuel");

        module.Change(fixture => fixture["fuel"] = (long)(fuel / 1.15));
        (await module.RunAsync()).Single().Difference.ShouldBeNull();
    }

    [Test]
    public async Task A_fixture_is_handed_over_with_the_members_of_charges_that_the_manifest_asks_for()
    {
        using var module = new ModuleCopy("currency-consistent");
        module.ChangeManifest(manifest => manifest["requires"]!["charges"] = new JsonArray("charge_id"));

        (await module.RunAsync()).Single().Difference.ShouldNotBeNull().ShouldContain("got …{\"failures\":[{\"charge_id\"", customMessage: "no charge has a currency that the module sees");
    }

    [Test]
    public async Task What_comes_out_is_recorded_when_asked_for()
    {
        using var module = new ModuleCopy("currency-consistent");
        module.Change(fixture =>
        {
            fixture.Remove("output");
            fixture.Remove("fuel");
        });
        (await module.RunAsync()).Single().Difference.ShouldNotBeNull().ShouldContain("--record");

        await module.RunAsync(record: true);

        (await module.RunAsync()).Single().Difference.ShouldBeNull();
    }

    [Test]
    public async Task Fuel_is_the_same_on_every_run()
    {
        var first = await ModuleTestRun.ExecuteAsync([AllModules], record: false, CancellationToken.None);
        var second = await ModuleTestRun.ExecuteAsync([AllModules], record: false, CancellationToken.None);

        second.Select(outcome => (outcome.Module, outcome.Fuel)).ShouldBe(first.Select(outcome => (outcome.Module, outcome.Fuel)));
    }

    [Test]
    public async Task A_folder_without_modules_a_module_that_is_not_built_and_a_broken_fixture_are_usage_errors()
    {
        using var empty = new TemporaryFolder();
        (await ErrorAsync(empty.Root)).ShouldContain("holds no module");

        using var unbuilt = new ModuleCopy("currency-consistent");
        File.Delete(Path.Combine(unbuilt.Path, "build", "currency-consistent.wasm"));
        (await ErrorAsync(unbuilt.Path)).ShouldContain("is not built");

        using var broken = new ModuleCopy("currency-consistent");
        broken.Change(fixture => fixture.Remove("document"));
        (await ErrorAsync(broken.Path)).ShouldContain("is no fixture");
    }

    private static async Task<string> ErrorAsync(string folder) =>
        (await Should.ThrowAsync<CliException>(() => ModuleTestRun.ExecuteAsync([folder], record: false, CancellationToken.None))).Error.Message;

    /// <summary>A module of the repository in a folder of its own, whose one fixture a test may change.</summary>
    private sealed class ModuleCopy : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly string _fixture;

        public ModuleCopy(string name)
        {
            Path = _folder.Path(name);
            foreach (var file in new[] { "manifest.json", $"build/{name}.wasm", "fixtures/sound.json" })
            {
                var copy = System.IO.Path.Combine(Path, file);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
                File.Copy(System.IO.Path.Combine(AllModules, name, file), copy);
            }

            _fixture = System.IO.Path.Combine(Path, "fixtures", "sound.json");
        }

        public string Path { get; }

        public void Change(Action<JsonObject> change) => Change(_fixture, change);

        public void ChangeManifest(Action<JsonObject> change) => Change(System.IO.Path.Combine(Path, "manifest.json"), change);

        public Task<IReadOnlyList<FixtureOutcome>> RunAsync(bool record = false) => ModuleTestRun.ExecuteAsync([Path], record, CancellationToken.None);

        public void Dispose() => _folder.Dispose();

        private static void Change(string file, Action<JsonObject> change)
        {
            var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            change(json);
            File.WriteAllText(file, json.ToJsonString());
        }
    }
}
