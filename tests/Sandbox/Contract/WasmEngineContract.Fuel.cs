using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

/// <remarks>The fuel model, version 1.</remarks>
internal abstract partial class WasmEngineContract
{
    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void An_empty_function_costs_its_entry() => FuelOf(Module(None, None, _ => { })).ShouldBe(1);

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void Nop_drop_block_loop_else_end_and_return_are_free()
    {
        // Entry 1, two constants, one if.
        FuelOf(Module(None, None, code => code.Emit(Op.Nop).Block().Loop().I32(1).Emit(Op.Drop).End().End().I32(1).If().Else().End().Emit(Op.Return))).ShouldBe(4);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void Each_other_instruction_costs_one() =>
        FuelOf(Module(OneI32, OneI32, code => code.Get(0).I32(2).Emit(Op.I32Add).Emit(Op.LocalTee).Unsigned(0)), 1).ShouldBe(5);

    [Assumes(EngineModel.FuelVersion1)]
    [TestCase(0, 6)]
    [TestCase(1, 4)]
    public void Only_the_branch_that_is_taken_is_charged(int condition, int fuel)
    {
        // Entry, get, if; then one constant, or else two constants and an addition.
        FuelOf(Module(OneI32, OneI32, code => code.Get(0).If(Op.I32).I32(1).Else().I32(1).I32(2).Emit(Op.I32Add).End()), condition).ShouldBe(fuel);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void Every_turn_of_a_loop_is_charged()
    {
        // Entry, 10 turns of get, const, sub, tee, br_if.
        FuelOf(Module(OneI32, None, code => code.Loop().Get(0).I32(1).Emit(Op.I32Sub).Emit(Op.LocalTee).Unsigned(0).BrIf(0).End()), 10).ShouldBe(51);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void A_trap_is_charged_its_whole_block()
    {
        // Entry, two constants, division; then drop and two more constants that are never reached but belong to the block.
        FuelOf(Module(None, None, code => code.I32(1).I32(0).Emit(Op.I32DivS).Emit(Op.Drop).I32(1).Emit(Op.Drop).I32(1).Emit(Op.Drop))).ShouldBe(6);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void Code_that_cannot_be_reached_costs_nothing() => FuelOf(Module(None, None, code => code.Emit(Op.Return).I32(1).Emit(Op.Drop))).ShouldBe(1);

    [Assumes(EngineModel.FuelVersion1)]
    [TestCase(0, 5)]
    [TestCase(1, 6)]
    [TestCase(64, 6)]
    [TestCase(65, 7)]
    [TestCase(65_536, 1_029)]
    public void Bulk_memory_costs_one_for_each_64_bytes_begun(int count, int fuel) =>
        FuelOf(Module(OneI32, None, code => code.I32(0).I32(0).Get(0).Emit(Op.Prefix, Op.Bulk.MemoryFill, 0)).Memory(1), count).ShouldBe(fuel);

    [Assumes(EngineModel.FuelVersion1)]
    [TestCase(0, 4)]
    [TestCase(3, 7)]
    public void Bulk_work_on_tables_costs_one_for_each_element(int count, int fuel) =>
        FuelOf(Module(OneI32, OneI32, code => code.Emit(Op.RefNull, Op.FuncRef).Get(0).Emit(Op.Prefix, Op.Bulk.TableGrow, 0)).Table(Op.FuncRef, 1), count).ShouldBe(fuel);

    [Assumes(EngineModel.FuelVersion1)]
    [TestCase(0, 3)]
    [TestCase(2, 3 + 2_048)]
    [TestCase(70_000, 3, Description = "refused, so nothing grew")]
    public void Growing_memory_costs_1024_for_each_page(int pages, int fuel) =>
        FuelOf(Module(OneI32, OneI32, code => code.Get(0).Emit(Op.MemoryGrow, 0)).Memory(1), pages).ShouldBe(fuel);

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void A_block_that_cannot_be_paid_is_not_begun()
    {
        // Entry, const, const, store cost 4; the loop's block of two stores costs 7.
        var builder = Module(None, None, code => code.I32(0).I32(1).Access(Op.I32Store8)
            .Loop().I32(1).I32(1).Access(Op.I32Store8).I32(2).I32(1).Access(Op.I32Store8).Br(0).End()).Memory(1);
        var (result, written) = With(builder, instance =>
        {
            var outcome = instance.Call("run", [], Limits with { Fuel = 10 });
            var bytes = new byte[3];
            instance.TryRead(0, bytes).ShouldBeTrue();
            return (outcome, bytes);
        });
        result.Error!.Code.ShouldBe(WasmErrorCodes.LimitFuel);
        result.FuelUsed.ShouldBe(10);
        written.ShouldBe([1, 0, 0]);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void Fuel_that_is_just_enough_is_enough()
    {
        var builder = Module(None, OneI32, code => code.I32(1));
        Run(builder, [], limits: Limits with { Fuel = 2 }).Error.ShouldBeNull();
        Run(builder, [], limits: Limits with { Fuel = 1 }).Error!.Code.ShouldBe(WasmErrorCodes.LimitFuel);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void A_callee_is_charged_for_itself()
    {
        var builder = new ModuleBuilder();
        var callee = builder.Function(None, OneI32, code => code.I32(1));
        builder.Function(None, OneI32, code => code.Call(callee).Call(callee).Emit(Op.I32Add), "run");
        FuelOf(builder).ShouldBe(1 + 3 + (2 * 2));
    }

    private long FuelOf(ModuleBuilder builder, params int[] arguments) => Run(builder, arguments).FuelUsed;
}
