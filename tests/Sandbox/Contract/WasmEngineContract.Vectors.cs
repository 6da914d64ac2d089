using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

internal abstract partial class WasmEngineContract
{
    private static readonly UInt128 Ascending = new(0x0F0E_0D0C_0B0A_0908, 0x0706_0504_0302_0100);
    private static readonly UInt128 Mirrored = new(0xF0E0_D0C0_B0A0_9080, 0x7060_5040_3020_1000);

    // i8x16.add of two vectors.
    private const uint AddBytes = 0x6E;
    private const uint VectorLoad = 0x00;
    private const uint VectorStore = 0x0B;

    [Test]
    public void Vectors_go_in_and_out_of_functions_and_through_several_results()
    {
        var builder = new ModuleBuilder();
        byte[] parameters = [Op.I32, Op.V128, Op.F64, Op.V128];
        byte[] results = [Op.V128, Op.I64, Op.V128];
        builder.Function(parameters, results, code => code.Get(3).I64(7).Get(1), "swap");
        builder.Function(parameters, results, code => code.Get(0).Get(1).Get(2).Get(3).Call(0), "run");
        var values = Run(builder, [WasmValue.FromInt32(1), WasmValue.FromVector(Ascending), new WasmValue(WasmType.F64, 0), WasmValue.FromVector(Mirrored)]).Values;
        values.ShouldBe([WasmValue.FromVector(Mirrored), WasmValue.FromInt64(7), WasmValue.FromVector(Ascending)]);
        values[2].AsVector().ShouldBe(Ascending);
    }

    [Test]
    public void Vectors_go_to_the_host_and_back()
    {
        var builder = new ModuleBuilder();
        var host = builder.ImportFunction("host", "both", [Op.V128, Op.I32], [Op.I32, Op.V128]);
        builder.Function([Op.V128], [Op.V128, Op.I32], code => code.Get(0).I32(5).Call(host).Emit(Op.LocalSet).Unsigned(1).Emit(Op.LocalSet).Unsigned(2).Get(1).Get(2), "run", Op.V128, Op.I32);
        var imports = new WasmImports().Add("host", "both", new WasmHostFunction(
            new WasmSignature([WasmType.V128, WasmType.I32], [WasmType.I32, WasmType.V128]),
            (_, arguments) => [WasmValue.FromInt32(arguments[1].AsInt32() + 1), WasmValue.FromVector(~arguments[0].AsVector())]));
        Run(builder, [WasmValue.FromVector(Ascending)], imports).Values.ShouldBe([WasmValue.FromVector(~Ascending), WasmValue.FromInt32(6)]);
    }

    [Test]
    public void Vector_globals_are_read_linked_and_put_back()
    {
        var owner = new ModuleBuilder();
        owner.Global(Op.I32, mutable: true, code => code.I32(3), "before");
        owner.Global(Op.V128, mutable: true, code => Vector(code, Ascending), "changing");
        owner.Global(Op.V128, mutable: false, code => Vector(code, Mirrored), "fixed");
        owner.Global(Op.I64, mutable: true, code => code.I64(-4), "after");
        var user = new ModuleBuilder();
        var changing = user.ImportGlobal("owner", "changing", Op.V128, mutable: true);
        var constant = user.ImportGlobal("owner", "fixed", Op.V128, mutable: false);
        user.Global(Op.V128, mutable: false, code => code.Emit(Op.GlobalGet).Unsigned(constant), "copy");
        user.Function(None, None, code => code.Emit(Op.GlobalGet).Unsigned(changing).Emit(Op.GlobalGet).Unsigned(constant).Emit(Op.Simd).Unsigned(AddBytes).Emit(Op.GlobalSet).Unsigned(changing), "run");
        With(owner, first =>
        {
            first.CaptureImage();
            var imports = new WasmImports().Add("owner", "changing", first.FindExport("changing")!).Add("owner", "fixed", first.FindExport("fixed")!);
            With(user, second => second.Call("run", [], Limits).Error, imports).ShouldBeNull();
            With(user, second => Global(second, "copy"), imports).ShouldBe(Mirrored);
            Global(first, "changing").ShouldBe(new UInt128(0xFFEE_DDCC_BBAA_9988, 0x7766_5544_3322_1100));
            first.Reset();
            Global(first, "changing").ShouldBe(Ascending);
            (first.TryReadGlobal("before", out var before), before.AsInt32()).ShouldBe((true, 3));
            (first.TryReadGlobal("after", out var after), after.AsInt64()).ShouldBe((true, -4L));
            return true;
        }).ShouldBeTrue();
    }

    [TestCase(0)]
    [TestCase(4_081, Description = "15 bytes before a tracked part ends")]
    [TestCase(4_088)]
    [TestCase(4_095, Description = "one byte in the part before")]
    [TestCase(65_521, Description = "across two pages")]
    [TestCase(131_056, Description = "at the very end")]
    public void A_reset_puts_back_what_a_vector_store_wrote(int address)
    {
        With(VectorMemory(), instance =>
        {
            var before = Everything(instance);
            instance.CaptureImage();
            for (var turn = 0; turn < 2; turn++)
            {
                instance.Call("store", [WasmValue.FromInt32(address), WasmValue.FromVector(Mirrored | 1)], Limits).Error.ShouldBeNull();
                instance.Call("load", [WasmValue.FromInt32(address)], Limits).Values.ShouldBe([WasmValue.FromVector(Mirrored | 1)]);
                Everything(instance).ShouldNotBe(before);
                instance.Reset();
                Everything(instance).ShouldBe(before);
            }

            return true;
        }).ShouldBeTrue();
    }

    [TestCase(131_057)]
    [TestCase(131_071)]
    [TestCase(131_072)]
    [TestCase(-1)]
    [TestCase(-16)]
    public void A_vector_access_that_leaves_the_memory_traps_and_writes_nothing(int address)
    {
        With(VectorMemory(), instance =>
        {
            var before = Everything(instance);
            instance.Call("store", [WasmValue.FromInt32(address), WasmValue.FromVector(Mirrored)], Limits).Error!.Code.ShouldBe(WasmErrorCodes.TrapMemory);
            instance.Call("load", [WasmValue.FromInt32(address)], Limits).Error!.Code.ShouldBe(WasmErrorCodes.TrapMemory);
            Everything(instance).ShouldBe(before);
            return true;
        }).ShouldBeTrue();
    }

    [Assumes(EngineModel.CountedStack)]
    [Test]
    public void A_vector_takes_16_bytes_of_a_frame()
    {
        // A parameter of 16, locals of 16 and 8, and at most three operands, two of them vectors: 64 + 16 + 24 + 40.
        var builder = new ModuleBuilder();
        builder.Function([Op.V128], OneI32, code => code.Get(0).Get(1).I32(1).Emit(Op.Select, Op.Drop).I32(4), "run", Op.V128, Op.I32);
        Run(builder, [WasmValue.FromVector(1)], limits: Limits with { StackBytes = 144 }).Error.ShouldBeNull();
        Run(builder, [WasmValue.FromVector(1)], limits: Limits with { StackBytes = 143 }).Error!.Code.ShouldBe(WasmErrorCodes.LimitStack);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void A_vector_instruction_costs_one_unit_of_fuel()
    {
        var builder = new ModuleBuilder();
        builder.Function(None, [Op.V128], code => Vector(Vector(code, 1), 2).Emit(Op.Simd).Unsigned(AddBytes), "run");
        var result = Run(builder);
        result.Values.ShouldBe([WasmValue.FromVector(3)]);
        result.FuelUsed.ShouldBe(4);
    }

    [TestCase(0xE4u, "f32x4.add")]
    [TestCase(0xE8u, "f32x4.min")]
    [TestCase(0xE9u, "f32x4.max")]
    [TestCase(0xE6u, "f32x4.mul")]
    public void Arithmetic_on_vectors_makes_NaNs_canonical_in_their_lanes(uint number, string name)
    {
        name.ShouldStartWith("f32x4");
        var odd = new UInt128(0x3F80_0000_FFA0_0001, 0x7F80_0001_3F80_0000);
        var ones = new UInt128(0x3F80_0000_3F80_0000, 0x3F80_0000_3F80_0000);
        var lanes = Run(Vectors(number), [WasmValue.FromVector(odd), WasmValue.FromVector(ones)]).Values[0].AsVector();
        ((uint)(lanes >> 32)).ShouldBe(0x7FC0_0000u);
        ((uint)(lanes >> 64)).ShouldBe(0x7FC0_0000u);
        ((uint)lanes).ShouldNotBe(0x7FC0_0000u);
    }

    [TestCase(0xEAu, "f32x4.pmin: the left operand, since nothing is smaller than a NaN")]
    [TestCase(0xEBu, "f32x4.pmax: the left operand")]
    [TestCase(0x50u, "v128.or with zeros")]
    public void Choosing_and_bitwise_instructions_keep_every_bit_of_a_NaN(uint number, string why)
    {
        var odd = new UInt128(0xFFA0_0001_7F80_0001, 0x7FC1_2345_FFBF_FFFF);
        Run(Vectors(number), [WasmValue.FromVector(odd), WasmValue.FromVector(0)]).Values.ShouldBe([WasmValue.FromVector(odd)], why);
    }

    private static ModuleBuilder Vectors(uint number)
    {
        var builder = new ModuleBuilder();
        builder.Function([Op.V128, Op.V128], [Op.V128], code => code.Get(0).Get(1).Emit(Op.Simd).Unsigned(number), "run");
        return builder;
    }

    private static ModuleBuilder VectorMemory()
    {
        var builder = new ModuleBuilder();
        builder.Memory(2).Data(4_080, [.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        builder.Function([Op.I32, Op.V128], None, code => code.Get(0).Get(1).Emit(Op.Simd).Unsigned(VectorStore).Emit(0, 0), "store");
        builder.Function([Op.I32], [Op.V128], code => code.Get(0).Emit(Op.Simd).Unsigned(VectorLoad).Emit(0, 0), "load");
        return builder;
    }

    private static Code Vector(Code code, UInt128 bits)
    {
        code.Emit(Op.Simd).Unsigned(0x0C);
        for (var shift = 0; shift < 128; shift += 8) code.Emit((byte)(bits >> shift));
        return code;
    }

    private static UInt128 Global(IWasmInstance instance, string name) => instance.TryReadGlobal(name, out var value) ? value.AsVector() : throw new InvalidOperationException($"There is no global '{name}'.");
}
