using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests;

/// <summary>Modules made to hurt the host: each ends as a value, and the engine works on.</summary>
[TestFixture]
internal sealed class HostileModuleTests
{
    private static readonly byte[] OneI32 = [Op.I32];

    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1 });

    [OneTimeTearDown]
    public void Stop() => _engine.Dispose();

    [TearDown]
    public void The_engine_works_on() =>
        Outcome([], code => code.I32(1)).ShouldBe("1");

    [Test]
    public void A_hundred_thousand_locals_are_refused()
    {
        var builder = new ModuleBuilder();
        builder.Function([], OneI32, code => code.Get(99_999), "run", [(100_000, Op.I32)]);
        var error = _engine.Compile(builder.Build()).Error!;
        error.Code.ShouldBe(WasmErrorCodes.Invalid);
        error.Message.ShouldContain("100000 locals");
    }

    [Test]
    public void As_many_locals_as_are_allowed_work()
    {
        var builder = new ModuleBuilder();
        builder.Function([], OneI32, code => code.I32(3).Set(49_999).Get(49_999), "run", [(50_000, Op.I32)]);
        Outcome(builder, []).ShouldBe("3");
    }

    [TestCase(Op.Block)]
    [TestCase(Op.Loop)]
    public void Ten_thousand_nested_blocks_compile(byte opcode) =>
        Outcome([], code => code.Repeat(10_000, c => c.Emit(opcode, Op.EmptyBlock)).Repeat(10_000, c => c.End()).I32(7)).ShouldBe("7");

    [Test]
    public void An_expression_of_fifty_thousand_operations_compiles() =>
        Outcome(OneI32, code => code.Get(0).Repeat(50_000, c => c.Get(0).Emit(Op.I32Add))).ShouldBe("50001");

    [Test]
    public void Nine_thousand_operands_on_the_stack_compile() =>
        Outcome(OneI32, code => code.Repeat(9_000, c => c.Get(0)).Repeat(8_999, c => c.Emit(Op.I32Add))).ShouldBe("9000");

    [Test]
    public void Operands_without_end_are_refused()
    {
        var builder = new ModuleBuilder();
        builder.Function([], OneI32, code => code.Repeat(10_001, c => c.I32(1)).Repeat(10_000, c => c.Emit(Op.I32Add)), "run");
        _engine.Compile(builder.Build()).Error!.Code.ShouldBe(WasmErrorCodes.Invalid);
    }

    [Test]
    public void A_recursion_through_large_frames_ends_before_the_real_stack_does()
    {
        // Counted it is small, but 5,000 calls make a large frame of temporaries; 1,000 of those would not fit.
        var builder = new ModuleBuilder();
        byte[] six = [Op.I32, Op.I32, Op.I32, Op.I32, Op.I32, Op.I32];
        var sum = builder.Function(six, OneI32, code => code.Get(0));
        var self = sum + 1;
        builder.Function(OneI32, OneI32, code => code.Get(0).Repeat(5_000, c => c.Repeat(5, d => d.Get(0)).Call(sum)).Call(self), "run");
        Outcome(builder, [WasmValue.FromInt32(1)]).ShouldBe(WasmErrorCodes.LimitStack);
    }

    [Test]
    public void A_recursion_through_gigantic_frames_ends_before_the_real_stack_does()
    {
        var builder = new ModuleBuilder();
        builder.Function(OneI32, OneI32, code => code.Get(0).Repeat(30_000, c => c.I32(1).Emit(Op.I32Add).Emit(Op.LocalTee).Unsigned(0).I32(0).Emit(Op.I32DivS)).Call(0), "run");
        Outcome(builder, [WasmValue.FromInt32(1)]).ShouldBeOneOf(WasmErrorCodes.TrapDivideByZero, WasmErrorCodes.LimitStack);
    }

    [Test]
    public void A_vector_that_claims_four_billion_entries_allocates_nothing()
    {
        // A type section of 6 bytes that announces 2^32 - 1 types.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = _engine.Compile(Convert.FromHexString("0061736D01000000" + "0105FFFFFFFF0F")).Error!;
        error.Code.ShouldBe(WasmErrorCodes.Invalid);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Test]
    public void A_branch_table_of_a_hundred_thousand_labels_compiles() =>
        Outcome(OneI32, code =>
        {
            code.Block().Block().Get(0).Emit(Op.BrTable).Unsigned(100_000);
            for (var i = 0u; i <= 100_000; i++) code.Unsigned(i % 2);
            code.End().I32(10).Emit(Op.Return).End().I32(20);
        }).ShouldBe("20");

    private string Outcome(byte[] parameters, Action<Code> body)
    {
        var builder = new ModuleBuilder();
        builder.Function(parameters, OneI32, body, "run");
        return Outcome(builder, parameters.Length == 0 ? [] : [WasmValue.FromInt32(1)]);
    }

    private string Outcome(ModuleBuilder builder, WasmValue[] arguments)
    {
        var module = _engine.Compile(builder.Build());
        if (module.Error is not null) return module.Error.ToString();
        return _engine.RunAsync(() =>
        {
            using var instance = module.Value!.Instantiate(new WasmImports(), WasmLimits.Default).Value!;
            var result = instance.Call("run", arguments, WasmLimits.Default);
            return result.Error?.Code ?? result.Values[0].AsInt32().ToString();
        }).GetAwaiter().GetResult();
    }
}
