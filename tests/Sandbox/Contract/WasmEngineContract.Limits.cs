using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

internal abstract partial class WasmEngineContract
{
    private static ModuleBuilder Forever() => Module(None, None, code => code.Loop().Br(0).End());

    // One function that calls itself as often as its argument says.
    private static ModuleBuilder Recursion(params byte[] locals) =>
        Module(OneI32, None, code => code.Get(0).If().Get(0).I32(1).Emit(Op.I32Sub).Call(0).End(), locals);

    [Assumes(EngineModel.Fuel)]
    [Test]
    public void An_infinite_loop_runs_out_of_fuel_and_is_charged_the_limit()
    {
        var result = Run(Forever(), [], limits: Limits with { Fuel = 123_456 });
        result.Error!.Code.ShouldBe(WasmErrorCodes.LimitFuel);
        result.FuelUsed.ShouldBe(123_456);
    }

    [Assumes(EngineModel.WallClock)]
    [Test]
    public void An_infinite_loop_with_fuel_for_years_runs_out_of_time()
    {
        var result = Run(Forever(), [], limits: Limits with { Fuel = long.MaxValue, WallClock = TimeSpan.FromMilliseconds(30) });
        result.Error!.Code.ShouldBe(WasmErrorCodes.LimitTime);
        result.Duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(30));
    }

    [Assumes(EngineModel.WallClock)]
    [Test]
    public void Recursion_that_doubles_runs_out_of_time()
    {
        // Some 2^60 calls, never deep, without any loop.
        var builder = new ModuleBuilder();
        builder.Function(OneI32, None, code => code.Get(0).If().Get(0).I32(1).Emit(Op.I32Sub).Call(0).Get(0).I32(1).Emit(Op.I32Sub).Call(0).End(), "run");
        var result = Run(builder, [WasmValue.FromInt32(60)], limits: Limits with { Fuel = long.MaxValue, WallClock = TimeSpan.FromMilliseconds(30) });
        result.Error!.Code.ShouldBe(WasmErrorCodes.LimitTime);
    }

    [Assumes(EngineModel.WallClock)]
    [Test]
    public void An_instance_works_on_after_running_out_of_time()
    {
        var builder = Forever();
        builder.Function(None, OneI32, code => code.I32(5), "other");
        With(builder, instance =>
        {
            instance.Call("run", [], Limits with { Fuel = long.MaxValue, WallClock = TimeSpan.FromMilliseconds(10) }).Error!.Code.ShouldBe(WasmErrorCodes.LimitTime);
            return instance.Call("other", [], Limits);
        }).Values.ShouldBe([WasmValue.FromInt32(5)]);
    }

    [Assumes(EngineModel.Fuel)]
    [Test]
    public void A_start_function_that_never_ends_fails_the_instantiation()
    {
        var builder = Forever().Start(0);
        InstantiationError(builder, limits: Limits with { Fuel = 10_000 })!.Code.ShouldBe(WasmErrorCodes.LimitFuel);
    }

    [Assumes(EngineModel.CountedStack)]
    [Test]
    public void A_thousand_frames_are_allowed_and_not_one_more()
    {
        Run(Recursion(), 999).Error.ShouldBeNull();
        Run(Recursion(), 1_000).Error!.Code.ShouldBe(WasmErrorCodes.LimitStack);
    }

    [Assumes(EngineModel.CountedStack)]
    [Test]
    public void A_frame_takes_64_bytes_and_8_for_each_parameter_local_and_operand()
    {
        // One parameter, 1,020 locals, two operands: 64 + 8 * 1,023 = 8,248 bytes a frame; 127 frames fit into 1 MiB.
        var locals = new byte[1_020];
        Array.Fill(locals, Op.I64);
        Run(Recursion(locals), 126).Error.ShouldBeNull();
        Run(Recursion(locals), 127).Error!.Code.ShouldBe(WasmErrorCodes.LimitStack);
        Run(Recursion(locals), [WasmValue.FromInt32(0)], limits: Limits with { StackBytes = 8_248 }).Error.ShouldBeNull();
        Run(Recursion(locals), [WasmValue.FromInt32(0)], limits: Limits with { StackBytes = 8_247 }).Error!.Code.ShouldBe(WasmErrorCodes.LimitStack);
    }

    [Test]
    public void Memory_grows_to_its_limit_and_tells_the_module_when_it_cannot()
    {
        var builder = Module(OneI32, TwoI32, code => code.Get(0).Emit(Op.MemoryGrow, 0).Emit(Op.MemorySize, 0)).Memory(1);
        var limits = Limits with { MemoryBytes = 4 * 65_536 };
        Run(builder, [WasmValue.FromInt32(3)], limits: limits).Values.ShouldBe([WasmValue.FromInt32(1), WasmValue.FromInt32(4)]);
        Run(builder, [WasmValue.FromInt32(4)], limits: limits).Values.ShouldBe([WasmValue.FromInt32(-1), WasmValue.FromInt32(1)]);
        Run(builder, [WasmValue.FromInt32(-1)], limits: limits).Values.ShouldBe([WasmValue.FromInt32(-1), WasmValue.FromInt32(1)]);
        Run(builder, [WasmValue.FromInt32(3)], limits: limits).PeakMemoryBytes.ShouldBe(4 * 65_536);
    }

    [Test]
    public void Memory_grows_to_what_the_module_declares_and_no_further() =>
        Run(Module(OneI32, OneI32, code => code.Get(0).Emit(Op.MemoryGrow, 0)).Memory(1, 2), 2).Values.ShouldBe([WasmValue.FromInt32(-1)]);

    [Test]
    public void A_memory_bomb_ends_with_the_cap_reached()
    {
        // Grows page by page until refused and gives the size.
        var builder = Module(None, OneI32, code => code.Block().Loop().I32(1).Emit(Op.MemoryGrow, 0).I32(-1).Emit(Op.I32Eq).BrIf(1).Br(0).End().End().Emit(Op.MemorySize, 0)).Memory(1);
        var result = Run(builder);
        result.Values.ShouldBe([WasmValue.FromInt32(1_024)]);
        result.PeakMemoryBytes.ShouldBe(64L << 20);
    }

    [Test]
    public void A_call_says_whether_the_limit_kept_its_memory_from_growing()
    {
        var builder = Module(OneI32, OneI32, code => code.Get(0).Emit(Op.MemoryGrow, 0)).Memory(1, 8);
        var limits = Limits with { MemoryBytes = 4 * 65_536 };
        Run(builder, [WasmValue.FromInt32(3)], limits: limits).MemoryRefused.ShouldBeFalse();
        Run(builder, [WasmValue.FromInt32(4)], limits: limits).MemoryRefused.ShouldBeTrue();
        Run(builder, [WasmValue.FromInt32(8)], limits: limits).MemoryRefused.ShouldBeFalse("its own maximum refuses that");
    }

    [Test]
    public void A_module_that_wants_more_memory_at_once_than_allowed_is_not_instantiated() =>
        InstantiationError(new ModuleBuilder().Memory(1_025))!.Code.ShouldBe(WasmErrorCodes.LimitMemory);

    [Test]
    public void A_table_bomb_ends_with_the_cap_reached()
    {
        InstantiationError(new ModuleBuilder().Table(Op.FuncRef, uint.MaxValue))!.Code.ShouldBe(WasmErrorCodes.LimitMemory);
        var builder = Module(None, OneI32, code => code.Emit(Op.RefNull, Op.FuncRef).I32(int.MaxValue).Emit(Op.Prefix, Op.Bulk.TableGrow, 0)).Table(Op.FuncRef, 1);
        Run(builder).Values.ShouldBe([WasmValue.FromInt32(-1)]);
    }
}
