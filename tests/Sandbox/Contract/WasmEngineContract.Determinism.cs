using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

internal abstract partial class WasmEngineContract
{
    private const ulong CanonicalNaN = 0x7FF8000000000000;
    private static readonly double OddNaN = BitConverter.UInt64BitsToDouble(0xFFF4000000000001);

    [Test]
    public void Arithmetic_gives_the_positive_canonical_NaN()
    {
        BitsOf(code => code.F64(0).F64(0).Emit(Op.F64Div)).ShouldBe(CanonicalNaN);
        BitsOf(code => code.F64(-1).Emit(Op.F64Sqrt)).ShouldBe(CanonicalNaN);
        BitsOf(code => code.F64(OddNaN).F64(1).Emit(Op.F64Div)).ShouldBe(CanonicalNaN);
        Run(Module(None, [Op.F32], code => code.F32(0).F32(0).Emit(Op.F32Div))).Values[0].Bits.ShouldBe(0x7FC00000ul);
    }

    [Test]
    public void Constants_moves_and_sign_changes_keep_every_bit_of_a_NaN()
    {
        BitsOf(code => code.F64(OddNaN)).ShouldBe(0xFFF4000000000001);
        BitsOf(code => code.F64(OddNaN).Emit(Op.F64Neg)).ShouldBe(0x7FF4000000000001ul);
        BitsOf(code => code.F64(0).F64(0).Emit(Op.F64Div).Emit(Op.F64Neg)).ShouldBe(0xFFF8000000000000);
        Run(Module(None, [Op.F32], code => code.Emit(Op.F32Const, 1, 0, 0xA0, 0xFF))).Values[0].Bits.ShouldBe(0xFFA00001ul);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void Thirty_two_threads_get_the_same_results_and_the_same_fuel()
    {
        // A little generator of pseudo-random numbers that stores each of them: 2,000 turns.
        var module = Compile(Module(
            OneI32,
            OneI32,
            code => code.Loop()
                .Get(0).I32(1_103_515_245).Emit(Op.I32Mul).I32(12_345).Emit(Op.I32Add).Set(0)
                .Get(1).Get(0).Access(Op.I32Store, 16)
                .Get(1).I32(4).Emit(Op.I32Add).Emit(Op.LocalTee).Unsigned(1).I32(8_000).Emit(Op.I32LtS).BrIf(0).End()
                .Get(0).I32(4_000).Access(Op.I32Load, 16).Emit(Op.I32Add),
            Op.I32).Memory(1));
        var results = new (int Value, long Fuel)[32 * 20];
        Parallel.For(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 32 }, worker =>
        {
            for (var turn = 0; turn < 20; turn++)
            {
                var seed = turn;
                results[(worker * 20) + turn] = Engine.RunAsync(() =>
                {
                    using var instance = module.Instantiate(new WasmImports(), Limits).Value!;
                    var result = instance.Call("run", [WasmValue.FromInt32(seed)], Limits);
                    return (result.Values[0].AsInt32(), result.FuelUsed);
                }).GetAwaiter().GetResult();
            }
        });
        for (var turn = 0; turn < 20; turn++) results.Where((_, index) => index % 20 == turn).Distinct().Count().ShouldBe(1, $"seed {turn}");
        results.Select(result => result.Value).Distinct().Count().ShouldBe(20);
        results[0].Fuel.ShouldBe(1 + (2_000 * 16) + 4);
    }

    private ulong BitsOf(Action<Code> body) => Run(Module(None, [Op.F64], body)).Values[0].Bits;
}
