using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

internal abstract partial class WasmEngineContract
{
    [Test]
    public void Unreachable_traps() => TrapOf(Module(None, None, code => code.Emit(Op.Unreachable))).ShouldBe(WasmErrorCodes.TrapUnreachable);

    [TestCase(Op.I32DivS)]
    [TestCase(Op.I32DivU)]
    [TestCase(Op.I32RemS)]
    public void A_division_by_zero_traps(byte division) =>
        TrapOf(Module(TwoI32, OneI32, code => code.Get(0).Get(1).Emit(division)), 1, 0).ShouldBe(WasmErrorCodes.TrapDivideByZero);

    [Test]
    public void A_division_whose_result_does_not_exist_traps_and_its_remainder_is_zero()
    {
        TrapOf(Module(TwoI32, OneI32, code => code.Get(0).Get(1).Emit(Op.I32DivS)), int.MinValue, -1).ShouldBe(WasmErrorCodes.TrapIntegerOverflow);
        Run(Module(TwoI32, OneI32, code => code.Get(0).Get(1).Emit(Op.I32RemS)), int.MinValue, -1).Values.ShouldBe([WasmValue.FromInt32(0)]);
    }

    [TestCase(2147483648.0, WasmErrorCodes.TrapIntegerOverflow)]
    [TestCase(-2147483649.0, WasmErrorCodes.TrapIntegerOverflow)]
    [TestCase(double.PositiveInfinity, WasmErrorCodes.TrapIntegerOverflow)]
    [TestCase(double.NaN, WasmErrorCodes.TrapInvalidConversion)]
    public void A_truncation_out_of_range_traps(double value, string code) =>
        TrapOf(Module(None, OneI32, body => body.F64(value).Emit(0xAA))).ShouldBe(code);

    [TestCase(2147483647.9, 2147483647)]
    [TestCase(-2147483648.9, -2147483648)]
    [TestCase(-0.9, 0)]
    public void A_truncation_drops_the_fraction(double value, int expected) =>
        Run(Module(None, OneI32, body => body.F64(value).Emit(0xAA))).Values.ShouldBe([WasmValue.FromInt32(expected)]);

    [TestCase(65_532, 0u, true)]
    [TestCase(65_533, 0u, false)]
    [TestCase(65_536, 0u, false)]
    [TestCase(-1, 0u, false)]
    [TestCase(65_528, 4u, true)]
    [TestCase(65_529, 4u, false)]
    [TestCase(-4, 4u, false, Description = "address and offset do not wrap around")]
    [TestCase(-1, uint.MaxValue, false)]
    public void A_load_and_a_store_stay_inside_of_memory(int address, uint offset, bool inside)
    {
        var expected = inside ? null : WasmErrorCodes.TrapMemory;
        Run(Module(OneI32, OneI32, code => code.Get(0).Access(Op.I32Load, offset)).Memory(1), address).Error?.Code.ShouldBe(expected);
        Run(Module(OneI32, None, code => code.Get(0).I32(1).Access(Op.I32Store, offset)).Memory(1), address).Error?.Code.ShouldBe(expected);
        (Run(Module(OneI32, None, code => code.Get(0).I32(1).Access(Op.I32Store, offset)).Memory(1), address).Error is null).ShouldBe(inside);
    }

    [Test]
    public void Stores_of_each_width_are_read_back_little_endian()
    {
        var builder = Module(None, [Op.I64], code => code
            .I32(8).I64(0x0102030405060708).Access(Op.I64Store)
            .I32(9).I32(-1).Access(Op.I32Store8)
            .I32(8).Access(Op.I64Load)).Memory(1);
        Run(builder).Values.ShouldBe([WasmValue.FromInt64(0x010203040506FF08)]);
    }

    [TestCase(0, 65_536, true)]
    [TestCase(65_536, 0, true)]
    [TestCase(65_537, 0, false)]
    [TestCase(1, 65_536, false)]
    [TestCase(1, -1, false)]
    public void A_fill_stays_inside_of_memory_or_does_nothing(int address, int count, bool inside)
    {
        var builder = Module(TwoI32, None, code => code.Get(0).I32(9).Get(1).Emit(Op.Prefix, Op.Bulk.MemoryFill, 0)).Memory(1);
        var (error, touched) = With(builder, instance =>
        {
            var result = instance.Call("run", [WasmValue.FromInt32(address), WasmValue.FromInt32(count)], Limits);
            var last = new byte[1];
            instance.TryRead(65_535, last).ShouldBeTrue();
            return (result.Error?.Code, last[0] == 9);
        });
        error.ShouldBe(inside ? null : WasmErrorCodes.TrapMemory);
        touched.ShouldBe(inside && count > 0);
    }

    [Test]
    public void An_overlapping_copy_behaves_as_if_through_a_buffer()
    {
        var builder = Module(None, [Op.I64], code => code
            .I32(2).I32(0).I32(6).Emit(Op.Prefix, Op.Bulk.MemoryCopy, 0, 0)
            .I32(0).Access(Op.I64Load)).Memory(1).Data(0, 1, 2, 3, 4, 5, 6, 7, 8);
        Run(builder).Values.ShouldBe([WasmValue.FromInt64(0x0605040302010201)]);
    }

    [Test]
    public void A_segment_that_does_not_fit_traps_when_the_module_is_instantiated()
    {
        InstantiationError(new ModuleBuilder().Memory(1).Data(65_535, 1, 2))!.Code.ShouldBe(WasmErrorCodes.TrapMemory);
        var builder = new ModuleBuilder();
        var function = builder.Function(None, None, _ => { });
        InstantiationError(builder.Table(Op.FuncRef, 1).Elements(1, function))!.Code.ShouldBe(WasmErrorCodes.TrapTable);
    }

    [Test]
    public void An_instance_works_on_after_a_trap()
    {
        var builder = Module(OneI32, OneI32, code => code.I32(100).Get(0).Emit(Op.I32DivS));
        With(builder, instance =>
        {
            instance.Call("run", [WasmValue.FromInt32(0)], Limits).Error!.Code.ShouldBe(WasmErrorCodes.TrapDivideByZero);
            instance.Call("run", [WasmValue.FromInt32(4)], Limits).Values.ShouldBe([WasmValue.FromInt32(25)]);
            return true;
        }).ShouldBeTrue();
    }

    private string? TrapOf(ModuleBuilder builder, params int[] arguments) => Run(builder, arguments).Error?.Code;
}
