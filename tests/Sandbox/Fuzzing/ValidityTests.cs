using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Differential;
using Billing.Sandbox.Validation;

namespace Billing.Sandbox.Tests.Fuzzing;

/// <summary>What is done to a valid module leaves it valid or not; this engine and V8 must agree.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class ValidityTests
{
    private const int Seed = 20_211_020;
    private const int Batch = 200;
    private const int DamagedVersionsOfOne = 20;

    [Test]
    public async Task A_damaged_module_is_refused_when_V8_refuses_it()
    {
        var cases = TestScale.Of(quick: 8_000, full: 400_000);
        using var v8 = V8.Start(LinkedModule.Wasm);
        var (valid, unsupported) = (0, 0);
        for (var start = 0; start < cases; start += Batch)
        {
            var modules = Enumerable.Range(start, Batch).Select(Damaged).ToArray();
            var asked = v8.ValidateAsync(modules);
            var ours = Array.ConvertAll(modules, Refusal);
            var theirs = await asked;
            for (var i = 0; i < Batch; i++)
            {
                // V8 knows some of the later features.
                if (ours[i]?.Code == WasmErrorCodes.Unsupported) unsupported++;
                else if ((ours[i] is null) != (theirs[i] is null)) Fail(start + i, modules[i], ours[i], theirs[i]);
                else if (ours[i] is null) valid++;
            }
        }

        await TestContext.Out.WriteLineAsync($"{cases} damaged modules: {valid} valid, {unsupported} with features that are not supported");
        valid.ShouldBeInRange(cases / 20, cases / 2);
        unsupported.ShouldBeLessThan(cases / 10);
    }

    private static byte[] Damaged(int number)
    {
        var module = ModuleGenerator.Generate(Seed, number / DamagedVersionsOfOne, size: 2).Wasm;
        return Mutation.Of(module, new Random(unchecked((Seed * 397) ^ (number * 486_187_739))));
    }

    /// <summary>Decodes and validates, and compiles nothing. Null when the module is valid.</summary>
    public static WasmError? Refusal(byte[] wasm)
    {
        try
        {
            var module = ModuleDecoder.Decode(wasm);
            var validator = new FunctionValidator(module);
            for (var i = 0; i < module.Bodies.Count; i++) validator.Read(i);
            return null;
        }
        catch (WasmFormatException refusal)
        {
            return refusal.Error;
        }
    }

    private static void Fail(int number, byte[] module, WasmError? ours, string? theirs)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"validity-{number}.wasm");
        File.WriteAllBytes(path, module);
        Assert.Fail($"Case {number}, kept in {path}: here {ours?.ToString() ?? "valid"}, in V8 {theirs ?? "valid"}");
    }
}
