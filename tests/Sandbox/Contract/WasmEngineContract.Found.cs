using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;
using Billing.Sandbox.Tests.Differential;

namespace Billing.Sandbox.Tests.Contract;

/// <summary>What differential runs and fuzzing have found, each in its smallest form.</summary>
internal abstract partial class WasmEngineContract
{
    [TestCase(WasmOp.I32Rotl, Op.I32)]
    [TestCase(WasmOp.I32Rotr, Op.I32)]
    [TestCase(WasmOp.I64Rotl, Op.I64)]
    [TestCase(WasmOp.I64Rotr, Op.I64)]
    public void A_rotation_by_a_constant_can_be_compared_with_zero(WasmOp rotate, byte type)
    {
        var isLong = type == Op.I64;
        foreach (var (value, isZero) in ((long, int)[])[(0, 1), (1, 0), (-1, 0), (long.MinValue | int.MinValue, 0)])
        {
            Run(Module([], [Op.I32], code => Constant(Constant(code, value).Set(0).Get(0), 3).Opcode(rotate).Opcode(isLong ? WasmOp.I64Eqz : WasmOp.I32Eqz), type))
                .Values[0].AsInt32().ShouldBe(isZero);
            Run(Module([type], [Op.I32], code => Constant(code.Get(0), 3).Opcode(rotate).Opcode(isLong ? WasmOp.I64Eqz : WasmOp.I32Eqz)), Number(value)).Values[0].AsInt32().ShouldBe(isZero);
            Run(Module([type], [Op.I32], code => Constant(Constant(code.Get(0), 3).Opcode(rotate), 0).Opcode(isLong ? WasmOp.I64Ne : WasmOp.I32Ne).If(Op.I32).I32(0).Else().I32(1).End()), Number(value)).Values[0].AsInt32().ShouldBe(isZero);
        }

        WasmValue[] Number(long value) => [isLong ? WasmValue.FromInt64(value) : WasmValue.FromInt32((int)value)];

        Code Constant(Code code, long value) => isLong ? code.I64(value) : code.I32((int)value);
    }

    [TestCase(0x8000_0001u, 4, 0x0000_0018u, 0x1800_0000u)]
    [TestCase(0x1234_5678u, 32, 0x1234_5678u, 0x1234_5678u)]
    [TestCase(0x1234_5678u, -8, 0x7812_3456u, 0x3456_7812u)]
    public void A_rotation_takes_its_count_modulo_the_width(uint value, int count, uint left, uint right)
    {
        var arguments = new[] { WasmValue.FromInt32((int)value), WasmValue.FromInt32(count) };
        Run(Module(TwoI32, OneI32, code => code.Get(0).Get(1).Opcode(WasmOp.I32Rotl)), arguments).Values[0].AsInt32().ShouldBe((int)left);
        Run(Module(TwoI32, OneI32, code => code.Get(0).Get(1).Opcode(WasmOp.I32Rotr)), arguments).Values[0].AsInt32().ShouldBe((int)right);
    }

    [TestCase(WasmOp.F32Min, 0x8000_0000u)]
    [TestCase(WasmOp.F32Max, 0u)]
    public void Minimum_and_maximum_tell_the_zeros_apart_when_one_is_a_constant(WasmOp op, uint expected)
    {
        foreach (var (constant, argument) in ((float, float)[])[(0.0f, -0.0f), (-0.0f, 0.0f)])
        {
            var number = new[] { new WasmValue(WasmType.F32, BitConverter.SingleToUInt32Bits(argument)) };
            Run(Module([Op.F32], [Op.F32], code => code.Get(0).F32(constant).Opcode(op)), number).Values[0].Bits.ShouldBe(expected);
            Run(Module([Op.F32], [Op.F32], code => code.F32(constant).Get(0).Opcode(op)), number).Values[0].Bits.ShouldBe(expected);
        }
    }

    [TestCase(WasmOp.F64Min, 0x8000_0000_0000_0000u)]
    [TestCase(WasmOp.F64Max, 0u)]
    public void Minimum_and_maximum_of_doubles_tell_the_zeros_apart_when_one_is_a_constant(WasmOp op, ulong expected)
    {
        foreach (var (constant, argument) in ((double, double)[])[(0.0, -0.0), (-0.0, 0.0)])
        {
            var number = new[] { new WasmValue(WasmType.F64, BitConverter.DoubleToUInt64Bits(argument)) };
            Run(Module([Op.F64], [Op.F64], code => code.Get(0).F64(constant).Opcode(op)), number).Values[0].Bits.ShouldBe(expected);
            Run(Module([Op.F64], [Op.F64], code => code.F64(constant).Get(0).Opcode(op)), number).Values[0].Bits.ShouldBe(expected);
        }
    }

    [TestCase(WasmOp.I32Load8U, 0x0000_0087u)]
    [TestCase(WasmOp.I32Load8S, 0xFFFF_FF87u)]
    [TestCase(WasmOp.I32Load16U, 0x0000_8887u)]
    [TestCase(WasmOp.I32Load16S, 0xFFFF_8887u)]
    public void A_short_load_that_becomes_a_float_reads_no_further(WasmOp load, uint expected)
    {
        Module(code => code.Get(0).Opcode(load).Emit(0, 0).Opcode(WasmOp.F32ReinterpretI32), 0xA242_8887u, 100).ShouldBe(expected);

        // On the last bytes of memory there is nothing to read further.
        Module(code => code.Get(0).Opcode(load).Emit(0, 0).Opcode(WasmOp.F32ReinterpretI32), 0, 65_534).ShouldBe(0u);

        uint Module(Action<Code> body, uint data, int address)
        {
            var builder = new ModuleBuilder().Memory(1).Data(address & 0xFF, BitConverter.GetBytes(data));
            builder.Function(OneI32, [Op.F32], body, "run");
            return (uint)Run(builder, address).Values[0].Bits;
        }
    }

    [TestCase(0xFF)]
    [TestCase(0xFFFF)]
    public void Lower_bits_of_a_global_that_become_a_float_bring_no_others_along(int mask)
    {
        var builder = new ModuleBuilder();
        var global = builder.Global(Op.I32, mutable: true, code => code.I32(unchecked((int)0x8182_8384)));
        builder.Function([], [Op.F32], code => code.Opcode(WasmOp.GlobalGet).Unsigned(global).I32(mask).Opcode(WasmOp.I32And).Opcode(WasmOp.F32ReinterpretI32), "run");
        Run(builder).Values[0].Bits.ShouldBe(0x8182_8384u & (uint)mask);
    }

    [Test]
    public void A_lane_of_a_returned_vector_that_becomes_a_float_brings_no_others_along()
    {
        var builder = new ModuleBuilder();
        builder.Function([], [Op.V128], code => code.Emit(Op.Simd).Unsigned(SimdInstructions.ConstantNumber).Repeat(4, lane => lane.Emit(0x87, 0x88, 0x42, 0xA2)));
        builder.Table(Op.FuncRef, 1).Elements(0, 0);
        builder.Function([], [Op.F32], code => code.I32(0).Emit(Op.CallIndirect).Unsigned(builder.Type([], [Op.V128])).Unsigned(0)
            .Opcode(SimdInstructions.OpOf(0x16)).Emit(0).Opcode(WasmOp.F32ReinterpretI32), "run");
        Run(builder).Values[0].Bits.ShouldBe(0x87u);
    }

    [Test]
    public void A_signalling_NaN_made_of_a_constant_keeps_its_bits()
    {
        const uint bits = 0xFFB0_F810;
        Run(Module([], [Op.F32], code => code.I32(unchecked((int)bits)).Opcode(WasmOp.F32ReinterpretI32))).Values[0].Bits.ShouldBe(bits);
        Run(Module([], [Op.F32], code => code.I32(unchecked((int)bits)).Opcode(SimdInstructions.OpOf(0x11)).Opcode(SimdInstructions.OpOf(0x1F)).Emit(2))).Values[0].Bits.ShouldBe(bits);
        Run(Module([], [Op.F32], code =>
        {
            code.Opcode(SimdInstructions.OpOf(SimdInstructions.ConstantNumber));
            for (var lane = 0; lane < 4; lane++) code.Emit(BitConverter.GetBytes(~bits));
            code.Opcode(SimdInstructions.OpOf(0x4D)).Opcode(SimdInstructions.OpOf(0x1F)).Emit(1);
        })).Values[0].Bits.ShouldBe(bits);
        Run(Module([], [Op.F64], code => code.I64(unchecked((long)0xFFF0_0000_0000_0001)).Opcode(WasmOp.F64ReinterpretI64))).Values[0].Bits.ShouldBe(0xFFF0_0000_0000_0001);
    }
}
