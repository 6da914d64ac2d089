using Billing.Sandbox.Tests.Differential;

namespace Billing.Sandbox.Tests.Fuzzing;

/// <summary>
/// Nothing a module's author can write makes the engine throw, hang or differ from itself. Seeds are fixed. With <see cref="ValidityTests"/> 20,000 cases, a million under <c>tools/test --full</c>.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
internal sealed class FuzzTests
{
    private FuzzRun _run = null!;

    [SetUp]
    public void Start() => _run = new FuzzRun();

    [TearDown]
    public void Stop() => _run.Dispose();

    [Test]
    public void Valid_programs_that_do_anything_compile_and_do_the_same_twice()
    {
        var cases = TestScale.Of(quick: 200, full: 10_000);
        _run.Run("programs", seed: 20_261_122, cases, RandomProgram.Write);
        _run.CountOf(IsRefused).ShouldBe(0, "a valid program was refused");
        _run.CountOf(outcome => outcome == "ok").ShouldBeGreaterThan(cases / 2);
        _run.CountOf(IsTrap).ShouldBeGreaterThan(cases / 2);
    }

    [Test]
    public void Damaged_programs_are_refused_or_run()
    {
        var cases = TestScale.Of(quick: 3_000, full: 150_000);
        _run.Run("damaged-programs", seed: 4_711, cases, random => Mutation.Of(RandomProgram.Write(random), random));
        _run.CountOf(IsRefused).ShouldBeInRange(cases / 4, cases * 19 / 20, "damage is mostly refused, but some must get to the compiler");
    }

    [Test]
    public void Damaged_modules_with_every_instruction_are_refused_or_run()
    {
        var modules = Enumerable.Range(0, 100).Select(number => ModuleGenerator.Generate(31, number, size: 2).Wasm).ToArray();
        var cases = TestScale.Of(quick: 1_250, full: 60_000);
        _run.Run("damaged-generated", seed: 31, cases, random => Mutation.Of(modules[random.Next(modules.Length)], random));
        _run.CountOf(IsRefused).ShouldBeInRange(cases / 4, cases * 19 / 20, "damage is mostly refused, but some must get to the compiler");
    }

    [Test]
    public void Damaged_modules_of_the_official_suite_are_refused_or_run()
    {
        var modules = OfficialModules();
        var cases = TestScale.Of(quick: 1_500, full: 75_000);
        _run.Run("damaged-official", seed: 1_909, cases, random => Mutation.Of(modules[random.Next(modules.Length)], random));
        _run.CountOf(IsRefused).ShouldBeInRange(cases / 4, cases * 19 / 20, "damage is mostly refused, but some must get to the compiler");
    }

    [Test]
    public void Damaged_modules_of_ours_are_refused_or_run()
    {
        var modules = FirstPartyModules();
        if (modules.Length == 0) Assert.Ignore("The modules of tools/sdk are not built: tools/build.");
        var cases = TestScale.Of(quick: 50, full: 5_000);
        _run.Run("damaged-modules", seed: 77, cases, random => Mutation.Of(modules[random.Next(modules.Length)], random));
        _run.CountOf(IsRefused).ShouldBeInRange(1, cases - 1);
    }

    [Test]
    public void Random_bytes_are_refused()
    {
        var cases = TestScale.Of(quick: 6_000, full: 300_000);
        _run.Run("random-bytes", seed: 99, cases, RandomBytes);
        _run.CountOf(outcome => outcome == WasmErrorCodes.Invalid).ShouldBeGreaterThan(cases * 9 / 10);
    }

    private static bool IsRefused(string outcome) => outcome.StartsWith("module.", StringComparison.Ordinal);

    private static bool IsTrap(string outcome) => outcome.StartsWith("trap.", StringComparison.Ordinal);

    /// <summary>A right header most of the time, then sections in a likely order with contents that are noise.</summary>
    private static byte[] RandomBytes(Random random)
    {
        byte[] header = random.Next(10) > 0 ? [0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0] : [];
        List<byte> bytes = [.. header];
        for (byte section = 0; section <= 12; section++)
        {
            if (random.Next(4) > 0) continue;
            var content = new byte[random.Next(24)];
            random.NextBytes(content);
            for (var i = 0; i < content.Length; i++)
                if (random.Next(2) == 0) content[i] = (byte)random.Next(4);
            bytes.AddRange([section, (byte)content.Length, .. content]);
        }

        return [.. bytes];
    }

    private static byte[][] OfficialModules()
    {
        var folder = Directory.CreateTempSubdirectory("fuzz-official-").FullName;
        try
        {
            Wabt.ConvertScripts(RepositoryFolder.Of("tests/Sandbox/spec-testsuite"), folder);
            return [.. Directory.EnumerateFiles(folder, "*.wasm").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(module => module.Length is > 16 and < 20_000 && ValidityTests.Refusal(module) is null)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[][] FirstPartyModules()
    {
        var modules = RepositoryFolder.Of("tools/sdk/modules");
        return Directory.Exists(modules)
            ? [.. Directory.EnumerateFiles(modules, "*.wasm", SearchOption.AllDirectories).Where(path => path.Contains("/build/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]
            : [];
    }
}
