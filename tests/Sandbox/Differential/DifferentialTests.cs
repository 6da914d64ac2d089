using System.Diagnostics;
using System.Globalization;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Engine;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>
/// This engine and Node's V8 do the same with random valid modules: results, traps, calls of the host, memories, tables and globals. The environment may ask for other cases:
/// <c>BILLING_DIFFERENTIAL_SEED</c>, <c>BILLING_DIFFERENTIAL_FIRST</c> (the number of a case) and <c>BILLING_DIFFERENTIAL_CASES</c> (how many; millions are fine).
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class DifferentialTests
{
    public const string SeedVariable = "BILLING_DIFFERENTIAL_SEED";
    public const string FirstVariable = "BILLING_DIFFERENTIAL_FIRST";
    public const string CasesVariable = "BILLING_DIFFERENTIAL_CASES";

    private const int Seed = 20_221_109;

    private static readonly string[] Traps =
    [
        WasmErrorCodes.TrapUnreachable, WasmErrorCodes.TrapMemory, WasmErrorCodes.TrapTable, WasmErrorCodes.TrapIndirectCall, WasmErrorCodes.TrapDivideByZero, WasmErrorCodes.TrapIntegerOverflow,
        WasmErrorCodes.TrapInvalidConversion, HostFunctions.Refused,
    ];

    [Test]
    public async Task Random_modules_do_what_they_do_in_V8()
    {
        var cases = Number(CasesVariable, TestScale.Of(quick: 2_000, full: 100_000));
        using var run = new DifferentialRun(Number(SeedVariable, Seed));
        var watch = Stopwatch.StartNew();
        var mismatch = await run.FindAsync(Number(FirstVariable, 0), cases);
        await TestContext.Out.WriteLineAsync($"{cases} modules in {watch.Elapsed.TotalSeconds:F1} s: {string.Join(", ", run.Outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}"))}");
        if (mismatch is not null) Assert.Fail(mismatch.Describe(TestContext.CurrentContext.WorkDirectory));
        if (cases < 1_000) return;
        run.CountOf(outcome => outcome == "ok").ShouldBeInRange(cases * 3, cases * 6, "calls should mostly come to their end, and sometimes not");
        Traps.Where(trap => !run.Outcomes.ContainsKey(trap)).ShouldBeEmpty();
    }

    [TestCase(WasmOp.I32Add, WasmOp.I32Sub)]
    [TestCase(WasmOp.I64LtS, WasmOp.I64LtU)]
    [TestCase(WasmOp.F32Min, WasmOp.F32Max)]
    [TestCase(WasmOp.BrIf, WasmOp.Br)]
    public async Task An_instruction_mistaken_for_another_is_found_and_the_module_made_small(WasmOp meant, WasmOp taken)
    {
        using var run = new DifferentialRun(Seed) { Mistakes = new Dictionary<WasmOp, WasmOp> { [meant] = taken } };
        var mismatch = (await run.FindAsync(0, 400)).ShouldNotBeNull();
        mismatch.Smallest.Length.ShouldBeLessThanOrEqualTo(mismatch.Wasm.Length);
        var description = mismatch.Describe(Directory.CreateTempSubdirectory("differential-").FullName);
        description.ShouldContain($"{FirstVariable}={mismatch.Number} ");
        description.ShouldContain(mismatch.Difference.Ours);
        description.ShouldContain(mismatch.Difference.Theirs);
    }

    [Test]
    public void Every_instruction_is_generated_and_reached()
    {
        const int modules = 200;
        var reached = PureInstructions.Supported.ToDictionary(op => op, _ => 0);
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1, CacheBytes = 0 });
        var run = new EngineRun(engine);
        for (var number = 0; number < modules; number++)
        {
            HashSet<WasmOp> seen = [];
            run.OnReached = op => seen.Add(op);
            run.Run(ModuleGenerator.Generate(Seed, number, rendering: new Rendering(MarksReached: true))).ShouldNotContain(line => line.StartsWith("refused", StringComparison.Ordinal));
            foreach (var op in seen) reached[op]++;
        }

        TestContext.Out.WriteLine($"Of {modules} modules reach: {string.Join(", ", reached.OrderBy(entry => entry.Value).Select(entry => $"{NameOf(entry.Key)} {entry.Value}"))}");
        reached.Where(entry => entry.Value == 0).Select(entry => NameOf(entry.Key)).ShouldBeEmpty();
    }

    [Test]
    public void A_case_is_the_same_whenever_it_is_made()
    {
        for (var number = 0; number < 50; number++)
            ModuleGenerator.Generate(Seed, number).Wasm.ShouldBe(ModuleGenerator.Generate(Seed, number).Wasm);
    }

    private static string NameOf(WasmOp op) => SimdInstructions.Find(op)?.Name ?? op.ToString();

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
