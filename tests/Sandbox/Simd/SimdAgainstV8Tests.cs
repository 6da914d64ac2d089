using System.Security.Cryptography;
using System.Text.Json;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Engine;

namespace Billing.Sandbox.Tests.Simd;

/// <summary>
/// What SIMD instructions compute, against what V8 computed once: <c>v8.json</c> beside this file holds digests of V8's results. To make it anew, run the explicit test with
/// <c>BILLING_SIMD_MODULES</c> set to a folder, then <c>node v8.mjs FOLDER > v8.json</c>.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
internal sealed class SimdAgainstV8Tests
{
    private const string FolderVariable = "BILLING_SIMD_MODULES";
    private const int Programs = 400;

    private static readonly WasmLimits Limits = new(1_000_000_000, 64L << 20, 1_000, 1 << 20, TimeSpan.FromMinutes(1));

    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1 });
    private readonly Dictionary<string, string> _expected = JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Simd", "v8.json")))!;

    [OneTimeTearDown]
    public void Stop() => _engine.Dispose();

    [Test]
    public void Every_instruction_gives_what_V8_gives()
    {
        var digests = Digests(SimdModule.Build());
        digests.Count.ShouldBe(236);
        digests.Where(digest => _expected.GetValueOrDefault(digest.Key) != digest.Value).Select(digest => digest.Key).ShouldBeEmpty();
    }

    [Test]
    public void Random_programs_leave_what_V8_leaves() =>
        Enumerable.Range(0, TestScale.Of(quick: 100, full: Programs))
            .Where(number => _expected.GetValueOrDefault($"program {number:D3}") != Digests(SimdProgram.Write(number))["run"])
            .ShouldBeEmpty();

    [Test]
    public void The_instructions_have_236_names_of_their_own() =>
        SimdInstructions.All.Select(entry => entry.Instruction.Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(236);

    [Test]
    [Explicit("Writes the modules that v8.mjs runs.")]
    public void Write_the_modules_for_V8()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException($"{FolderVariable} names no folder.");
        File.WriteAllBytes(Path.Combine(folder, "instructions.wasm"), SimdModule.Build());
        for (var number = 0; number < Programs; number++) File.WriteAllBytes(Path.Combine(folder, $"program {number:D3}.wasm"), SimdProgram.Write(number));
    }

    // By the first word of an export: results of all its numbers of lanes together.
    private Dictionary<string, string> Digests(byte[] wasm)
    {
        var module = _engine.Compile(wasm);
        module.Error.ShouldBeNull();
        return _engine.RunAsync(() =>
        {
            using var instance = module.Value!.Instantiate(new WasmImports(), Limits).Value!;
            instance.CaptureImage();
            var hashes = new Dictionary<string, IncrementalHash>(StringComparer.Ordinal);
            var output = new byte[SimdModule.OutputBytes];
            foreach (var export in module.Value!.Exports.Where(export => export.Kind == WasmExternalKind.Function))
            {
                instance.Reset();
                instance.Call(export.Name, [], Limits).Error.ShouldBeNull(export.Name);
                instance.TryRead(SimdModule.Output, output).ShouldBeTrue();
                var name = export.Name.Split(' ')[0];
                if (!hashes.TryGetValue(name, out var hash)) hashes.Add(name, hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
                hash.AppendData(output);
            }

            return hashes.ToDictionary(pair => pair.Key, pair => Convert.ToHexStringLower(pair.Value.GetCurrentHash().AsSpan(0, 8)), StringComparer.Ordinal);
        }).GetAwaiter().GetResult();
    }
}
