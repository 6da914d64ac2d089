using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class PipelineResolverTests
{
    private static readonly Dictionary<string, string> None = [];
    private static readonly BillingProgram Program = new(
        "p", "1.0.0", [new("producers", StageKind.Producers), new("check", StageKind.Validator, "mod.check", "^1.0")], None);

    private static readonly Binding Fixed = new("b1", new BindingSelector("plan_type", "fixed"), "mod.fixed", "^1.0", 0, None);

    private readonly PipelineResolver _resolver = new(Catalogs.Policies);

    [Test]
    public void The_highest_published_version_in_range_is_pinned_by_its_hash()
    {
        var resolved = _resolver.Resolve(Program, [Fixed], Modules());
        resolved.Bindings.Single().Module.ShouldBe(new ModuleRef("mod.fixed", "1.4.0", "h14"));
        resolved.StageModules["check"].Version.ShouldBe("1.0.0");
        resolved.Manifests.Keys.ShouldBe(["h14", "hc"]);
    }

    [Test]
    public void The_pipeline_digest_depends_on_what_is_pinned_and_on_nothing_else()
    {
        var digest = Pipeline(Fixed, null);
        Pipeline(Fixed, null).ShouldBe(digest);
        Pipeline(Fixed with { VersionRange = "~1.0" }, null).ShouldNotBe(digest);
        Pipeline(Fixed, "legacy").ShouldNotBe(digest);
        Pipeline(Fixed with { VersionRange = "^1.2" }, null).ShouldBe(digest);
    }

    [Test]
    public void A_module_that_is_not_published_is_named_with_what_is()
    {
        var error = Refusal(Program, Fixed with { VersionRange = "^3.0" });
        error.Code.ShouldBe("module.unknown");
        error.Message.ShouldBe("Binding b1 asks for mod.fixed ^3.0, which is not published.");
        error.WayOut.ShouldBe("Published are 1.0.0, 1.4.0, 2.0.0.");
    }

    [Test]
    public void A_module_of_the_wrong_type_is_refused()
    {
        var error = Refusal(Program, Fixed with { ModuleId = "mod.check" });
        error.Code.ShouldBe("program.invalid");
        error.Message.ShouldBe("Binding b1 needs a producer, and mod.check@1.0.0 is a validator.");
    }

    [Test]
    public void A_module_for_other_programs_is_refused() =>
        Refusal(Program with { ProgramVersion = "2.0.0" }, Fixed).Message.ShouldContain("works in programs ^1.0, and program p is 2.0.0");

    [Test]
    public void A_policy_nobody_knows_is_refused_wherever_it_is_set()
    {
        Refusal(Program, Fixed with { Policies = new Dictionary<string, string> { ["x"] = "y" } }).Code.ShouldBe("policy.unknown");
        Refusal(Program with { Policies = new Dictionary<string, string> { ["event_routing"] = "y" } }, Fixed).Code.ShouldBe("policy.unknown");
    }

    [Test]
    public void A_program_must_begin_with_its_one_producers_stage_and_name_every_stage_once()
    {
        var check = Program.Stages[1];
        Refusal(Program with { Stages = [check] }, Fixed).Code.ShouldBe("program.invalid");
        Refusal(Program with { Stages = [check, Program.Stages[0]] }, Fixed).Code.ShouldBe("program.invalid");
        Refusal(Program with { Stages = [.. Program.Stages, check] }, Fixed).Message.ShouldContain("'check'");
        Refusal(Program with { Stages = [Program.Stages[0], check with { OnFailure = "ignore" }] }, Fixed).Message.ShouldContain("on_failure 'ignore'");
        Refusal(Program with { Stages = [Program.Stages[0], check with { ModuleId = null }] }, Fixed).Message.ShouldContain("names no module");
        Refusal(Program with { Stages = [Program.Stages[0], check with { Requests = [] }] }, Fixed).Message.ShouldContain("says for which requests it runs");
        Refusal(Program with { Stages = [Program.Stages[0] with { Requests = [RequestKind.Manual] }] }, Fixed).Message.ShouldContain("says for which requests it runs");
    }

    private static IEnumerable<string> Programs => Directory.EnumerateFiles(Path.Combine(Repository(), "tools", "sdk", "programs"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Programs))]
    public void A_first_party_program_pins_first_party_modules_for_every_stage_and_plan_type(string name)
    {
        var sdk = Path.Combine(Repository(), "tools", "sdk");
        var file = ProgramFiles.Load(Path.Combine(sdk, "programs", name + ".json"));
        file.Program.ProgramId.ShouldBe(name);
        List<ModuleVersion> firstParty = [.. Directory.EnumerateFiles(Path.Combine(sdk, "modules"), "manifest.json", SearchOption.AllDirectories)
            .Select(path => JsonSerializer.Deserialize(File.ReadAllBytes(path), BillingJson.Default.ModuleManifest)!)
            .Select(manifest => new ModuleVersion(manifest, manifest.ModuleId))];
        var resolved = new PipelineResolver(Catalogs.Policies).Resolve(file.Program, file.Bindings, firstParty);
        resolved.StageModules.Keys.ShouldBe(file.Program.Stages.Skip(1).Select(stage => stage.Name), ignoreOrder: true);
        resolved.Bindings.Select(binding => binding.Selector.Value).ShouldBeUnique();
        resolved.Bindings.ShouldNotBeEmpty();
    }

    [TestCaseSource(nameof(Programs))]
    public void A_first_party_program_has_its_stages_in_the_order_of_the_design(string name)
    {
        string[] order =
            ["producers", "bundle-flat-rate", "first-n-free", "category-coupons", "cap-total", "discounts", "manual-adjustments", "bundle-grouping"];
        var stages = ProgramFiles.Load(Path.Combine(Repository(), "tools", "sdk", "programs", name + ".json")).Program.Stages;
        var altering = stages.TakeWhile(stage => stage.Kind != StageKind.Validator).Select(stage => stage.Name).ToList();
        altering.ShouldBe(order.Where(altering.Contains));
        stages.Skip(altering.Count).ShouldAllBe(stage => stage.Kind == StageKind.Validator);
    }

    private static string Repository()
    {
        var folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "Billing.Services.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static List<ModuleVersion> Modules() =>
    [
        new(RatingBench.Manifest("mod.fixed", ModuleType.Producer, "1.0.0"), "h10"),
        new(RatingBench.Manifest("mod.fixed", ModuleType.Producer, "1.4.0"), "h14"),
        new(RatingBench.Manifest("mod.fixed", ModuleType.Producer, "2.0.0"), "h20"),
        new(RatingBench.Manifest("mod.check", ModuleType.Validator) with { ProgramVersionRange = "^1.0" }, "hc"),
    ];

    private string Pipeline(Binding binding, string? profile) =>
        PipelineBuilder.Serialize(PipelineBuilder.Build(_resolver.Resolve(Program, [binding], Modules(), profile), "engine/1", "facts")).Digest;

    private BillingError Refusal(BillingProgram program, Binding binding) => Should.Throw<BillingException>(() => _resolver.Resolve(program, [binding], Modules())).Error;
}
