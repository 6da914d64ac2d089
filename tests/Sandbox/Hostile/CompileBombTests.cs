using System.Diagnostics;
using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Hostile;

/// <summary>Small modules that are large to compile: each is compiled or refused soon, in little memory of any kind, and the engine works on.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class CompileBombTests
{
    private const long MuchMemory = 400L << 20;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly byte[] OneI32 = [Op.I32];

    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1 });

    [OneTimeTearDown]
    public void Stop() => _engine.Dispose();

    [Test]
    public void Calls_that_move_a_thousand_values_each_are_refused_once_they_are_too_many()
    {
        var builder = new ModuleBuilder();
        var types = Enumerable.Repeat(Op.I32, 1_000).ToArray();
        var pass = builder.Function(types, types, code => code.Emit(Op.Unreachable));
        builder.Function([], [], code => code.Repeat(1_000, c => c.I32(1)).Repeat(5_000, c => c.Call(pass)).Repeat(1_000, c => c.Emit(Op.Drop)), "run");
        Refusal(builder.Build()).ShouldContain("steps of compilation");
    }

    [Test]
    public void Branches_that_move_a_thousand_values_each_are_refused_once_they_are_too_much_code()
    {
        var builder = new ModuleBuilder();
        var wide = builder.Type([], [.. Enumerable.Repeat(Op.I32, 1_000)]);
        builder.Function(
            OneI32,
            [],
            code => code.Emit(Op.Block).Signed(wide).I32(7).Repeat(1_000, c => c.I32(1)).Repeat(20_000, c => c.Get(0).BrIf(0)).Br(0).End().Repeat(1_000, c => c.Emit(Op.Drop)),
            "run");
        Refusal(builder.Build()).ShouldContain("bytes of CIL");
    }

    [Test]
    public void A_branch_table_whose_every_landing_moves_a_thousand_values_is_refused()
    {
        var builder = new ModuleBuilder();
        var wide = builder.Type([], [.. Enumerable.Repeat(Op.I32, 1_000)]);
        builder.Function(
            OneI32,
            [],
            code =>
            {
                // From each block to the next the values lie one operand higher.
                code.Repeat(2_000, c => c.I32(0).Emit(Op.Block).Signed(wide)).Repeat(1_001, c => c.I32(1)).Get(0).Emit(Op.BrTable).Unsigned(1_999);
                for (var label = 0u; label < 2_000; label++) code.Unsigned(label);
                code.Repeat(2_000, c => c.End().Emit(Op.Unreachable));
            },
            "run");
        Refusal(builder.Build()).ShouldContain("bytes of CIL");
    }

    [Test]
    public void Fifty_thousand_locals_in_every_function_are_refused() =>
        Refusal(FunctionsLike(50_000, code => code.Unsigned(1).Unsigned(50_000).Emit(Op.I32).I32(7))).ShouldContain("steps of compilation");

    [Test]
    public void Thousands_of_exports_with_a_thousand_parameters_each_are_refused()
    {
        var builder = new ModuleBuilder();
        for (var i = 0; i < 1_000; i++) builder.Function(ThousandParameters(i), [], _ => { }, $"f{i}");
        Refusal(builder.Build()).ShouldContain("steps of compilation for exports");
    }

    [Test]
    public void Thousands_of_imports_with_a_thousand_parameters_each_are_refused()
    {
        var builder = new ModuleBuilder();
        for (var i = 0; i < 1_000; i++) builder.ImportFunction("env", $"f{i}", ThousandParameters(i), []);
        Refusal(builder.Build()).ShouldContain("steps of compilation for imports");
    }

    [Test]
    public void Ten_thousand_loops_in_one_another_that_all_go_round_are_refused() =>
        Refusal(Loops(10_000)).ShouldContain("steps of compilation");

    [Test]
    public void Three_hundred_loops_in_one_another_are_compiled_without_optimising_and_compute_the_same()
    {
        // Only the innermost goes round, from its argument down to 0.
        var builder = new ModuleBuilder();
        builder.Function(
            OneI32,
            OneI32,
            code => code.Repeat(300, c => c.Loop()).Get(0).I32(1).Emit(Op.I32Sub).Set(0).Get(1).Get(0).Emit(Op.I32Add).Set(1).Get(0).BrIf(0)
                .Repeat(300, c => c.End()).Get(1),
            "run",
            Op.I32);
        Outcome(builder.Build(), 10).ShouldBe("45");
        Outcome(Loops(300), 0).ShouldBe("0");
    }

    [Test]
    public void A_hundred_thousand_basic_blocks_in_a_function_are_refused()
    {
        var builder = new ModuleBuilder();
        builder.Function(OneI32, [], code => code.Block().Repeat(100_000, c => c.Get(0).BrIf(0)).End(), "run");
        Refusal(builder.Build()).ShouldContain("basic blocks");
    }

    [Test]
    public void Segments_with_more_elements_than_any_table_can_hold_are_refused()
    {
        // Each segment is passive and names function 0 a million times.
        var module = new Code().Emit(0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0).Emit(1, 4, 1, 0x60, 0, 0).Emit(3, 2, 1, 0);
        var elements = new Code().Unsigned(2);
        for (var i = 0; i < 2; i++) elements.Emit(1, 0).Unsigned(600_000).Emit(new byte[600_000]);
        module.Emit(9).Unsigned((uint)elements.Length).Emit(elements.ToArray()).Emit(10, 4, 1, 2, 0, Op.End);
        Refusal(module.ToArray()).ShouldContain("elements of segments");
    }

    [Test]
    public void Fifty_thousand_functions_compile_or_run_out_of_time()
    {
        var outcome = Measured(() => Outcome(FunctionsLike(50_000, code => code.Unsigned(0).I32(7))));
        outcome.ShouldBeOneOf("7", WasmErrorCodes.LimitTime);
    }

    [Test]
    public void A_module_that_takes_longer_to_compile_than_it_may_is_given_up()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1, CompileTime = TimeSpan.FromMilliseconds(1) });
        var wasm = FunctionsLike(5_000, code => code.Unsigned(0).I32(7));
        engine.Compile(wasm).Error!.Code.ShouldBe(WasmErrorCodes.LimitTime);
        engine.Compile(wasm).Error!.Code.ShouldBe(WasmErrorCodes.LimitTime, "and no half of it is kept");
    }

    private static byte[] Loops(int depth)
    {
        var builder = new ModuleBuilder();
        builder.Function(OneI32, OneI32, code => code.Repeat(depth, c => c.Loop()).Repeat(depth, c => c.Get(0).BrIf(0).End()).Get(0), "run");
        return builder.Build();
    }

    // Eight of them number the type, in base 4.
    private static byte[] ThousandParameters(int number)
    {
        byte[] types = [Op.I32, Op.I64, Op.F32, Op.F64];
        return [.. Enumerable.Range(0, 1_000).Select(i => i < 8 ? types[(number >> (2 * i)) & 3] : Op.I32)];
    }

    /// <summary>So many functions without parameters that give an i32, the first of them exported as <c>run</c>.</summary>
    private static byte[] FunctionsLike(int count, Action<Code> write)
    {
        var body = new Code();
        write(body);
        body.End();
        var functions = new Code().Unsigned((uint)count).Emit(new byte[count]);
        var bodies = new Code().Unsigned((uint)count);
        for (var i = 0; i < count; i++) bodies.Unsigned((uint)body.Length).Emit(body.ToArray());
        return new Code().Emit(0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0).Emit(1, 5, 1, 0x60, 0, 1, Op.I32)
            .Emit(3).Unsigned((uint)functions.Length).Emit(functions.ToArray())
            .Emit(7, 7, 1).Name("run").Emit(0, 0)
            .Emit(10).Unsigned((uint)bodies.Length).Emit(bodies.ToArray())
            .ToArray();
    }

    private string Refusal(byte[] wasm) => Measured(() =>
    {
        var error = _engine.Compile(wasm).Error!;
        error.Code.ShouldBe(WasmErrorCodes.Invalid);
        return error.Message;
    });

    private static string Measured(Func<string> work)
    {
        ProcessMemory.Collect();
        ProcessMemory.ForgetPeak();
        var before = ProcessMemory.Resident;
        var start = Stopwatch.GetTimestamp();
        var outcome = work();
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Soon);
        (ProcessMemory.Peak - before).ShouldBeLessThan(MuchMemory);
        return outcome;
    }

    private string Outcome(byte[] wasm, params int[] arguments)
    {
        var module = _engine.Compile(wasm);
        if (module.Error is { } error) return error.Code;
        return _engine.RunAsync(() =>
        {
            using var instance = module.Value!.Instantiate(new WasmImports(), WasmLimits.Default).Value!;
            var result = instance.Call("run", Array.ConvertAll(arguments, WasmValue.FromInt32), WasmLimits.Default);
            return result.Error?.Code ?? FormattableString.Invariant($"{result.Values[0].AsInt32()}");
        }).GetAwaiter().GetResult();
    }
}
