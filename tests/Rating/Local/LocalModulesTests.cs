namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class LocalModulesTests
{
    private const string Manifest = """{"module_id":"mod.x","name":"X","version":"1.0.0","type":"producer","abi":1,"requires":{"facts":[],"events":[]}}""";

    private string _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("billing-modules-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Modules_of_a_folder_are_found_with_their_bytes()
    {
        Put("x", Manifest, [1, 2, 3]);
        Directory.CreateDirectory(Path.Combine(_folder, "notes"));
        var modules = LocalModules.Load(_folder);
        var version = modules.Versions.ShouldHaveSingleItem();
        version.Ref.Name().ShouldBe("mod.x@1.0.0");
        version.Hash.ShouldBe(Digest.Of([1, 2, 3]));
        (await modules.GetAsync("any", version.Hash, CancellationToken.None)).ToArray().ShouldBe([1, 2, 3]);
        Should.Throw<KeyNotFoundException>(() => modules.Bytes("00"));
    }

    [Test]
    public void A_module_that_is_not_built_is_named_with_the_way_out()
    {
        Put("x", Manifest, null);
        var error = Should.Throw<BillingException>(() => LocalModules.Load(_folder)).Error;
        (error.Code, error.WayOut).ShouldBe(("module.unknown", "Run tools/build."));
    }

    [Test]
    public void A_manifest_that_is_none_is_named()
    {
        Put("x", "{}", [1]);
        Should.Throw<BillingException>(() => LocalModules.Load(_folder)).Error.Code.ShouldBe("manifest.invalid");
    }

    [Test]
    public void A_folder_that_is_not_there_is_named() => Should.Throw<BillingException>(() => LocalModules.Load(Path.Combine(_folder, "no"))).Error.Code.ShouldBe("module.unknown");

    [Test]
    public void A_program_file_that_is_not_there_or_no_program_is_named()
    {
        var path = Path.Combine(_folder, "program.json");
        Should.Throw<BillingException>(() => ProgramFiles.Load(path)).Error.Code.ShouldBe("program.invalid");
        File.WriteAllText(path, """{"program":{}}""");
        Should.Throw<BillingException>(() => ProgramFiles.Load(path)).Error.Code.ShouldBe("program.invalid");
    }

    private void Put(string name, string manifest, byte[]? wasm)
    {
        Directory.CreateDirectory(Path.Combine(_folder, name, "build"));
        File.WriteAllText(Path.Combine(_folder, name, "manifest.json"), manifest);
        if (wasm is not null)
            File.WriteAllBytes(Path.Combine(_folder, name, "build", name + ".wasm"), wasm);
    }
}
