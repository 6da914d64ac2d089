using System.Globalization;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Simd;

/// <summary>
/// One module with a function for each SIMD instruction and each number of a lane. A function computes its instruction on every pair of <see cref="SimdInputs"/>, which lie at 0, and stores
/// the results from <see cref="Output"/> on, 16 bytes each. Exports are called <c>name lane nan</c>; <c>nan</c> is the type of lanes that may be any NaN, or nothing.
/// </summary>
internal static class SimdModule
{
    public const int Output = 65_536;
    public const int OutputBytes = SimdInputs.Count * SimdInputs.Count * 16;

    private const uint I = 0;
    private const uint J = 1;
    private const uint Out = 2;
    private const byte LessThanUnsigned = 0x49;
    private const byte RemainderUnsigned = 0x70;
    private const uint VectorLoad = 0x00;
    private const uint VectorStore = 0x0B;

    // Lanes in order, reversed, interleaved, one side only, one lane sixteen times, and whatever.
    private static readonly byte[][] Shuffles =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31],
        [31, 30, 29, 28, 27, 26, 25, 24, 7, 6, 5, 4, 3, 2, 1, 0],
        [0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23],
        [8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31],
        [15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15],
        [16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11],
        [7, 31, 0, 22, 9, 13, 16, 2, 30, 1, 18, 8, 25, 11, 5, 29],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    ];

    public static byte[] Build()
    {
        var module = new ModuleBuilder();
        module.Memory(1 + ((OutputBytes + 65_535) / 65_536)).Data(0, SimdInputs.Bytes);
        foreach (var (number, instruction) in SimdInstructions.All)
        {
            switch (instruction.Kind)
            {
                case SimdKind.Constant:
                    for (var i = 0; i < SimdInputs.Count; i += 8) Add(module, number, instruction, i, SimdInputs.Bytes[(i * 16)..((i + 1) * 16)]);
                    break;
                case SimdKind.Shuffle:
                    for (var i = 0; i < Shuffles.Length; i++) Add(module, number, instruction, i, Shuffles[i]);
                    break;
                case SimdKind.ComputeLane or SimdKind.LoadLane or SimdKind.StoreLane:
                    for (var lane = 0; lane < instruction.Lanes; lane++) Add(module, number, instruction, lane, [(byte)lane]);
                    break;
                default:
                    Add(module, number, instruction, 0, []);
                    break;
            }
        }

        return module.Build();
    }

    private static void Add(ModuleBuilder module, uint number, SimdInstruction instruction, int variant, byte[] immediate) =>
        module.Function([], [], code => WriteLoops(code, number, instruction, immediate), string.Create(CultureInfo.InvariantCulture, $"{instruction.Name} {variant} {instruction.MakesNaN}"), Op.I32, Op.I32, Op.I32);

    private static void WriteLoops(Code code, uint number, SimdInstruction instruction, byte[] immediate)
    {
        code.I32(Output).Set(Out);
        code.Loop().I32(0).Set(J).Loop();
        WriteCase(code, number, instruction, immediate);
        Step(code, Out, 16);
        Step(code, J, 1).Get(J).I32(SimdInputs.Count).Emit(LessThanUnsigned).BrIf(0).End();
        Step(code, I, 1).Get(I).I32(SimdInputs.Count).Emit(LessThanUnsigned).BrIf(0).End();
    }

    private static Code Step(Code code, uint local, int by) => code.Get(local).I32(by).Emit(Op.I32Add).Set(local);

    // Stores go to the output themselves; what other instructions give is stored there.
    private static void WriteCase(Code code, uint number, SimdInstruction instruction, byte[] immediate)
    {
        code.Get(Out);
        if (instruction.Kind is SimdKind.Store or SimdKind.StoreLane) Vector(code, I, J);
        else for (var i = 0; i < instruction.Operands.Length; i++) Operand(code, instruction, i);
        code.Emit(Op.Simd).Unsigned(number);
        if (instruction.Width > 0) code.Emit(0).Unsigned(instruction.Result is null ? 0 : number % 5);
        code.Emit(immediate);
        switch (instruction.Result)
        {
            case WasmType.V128: code.Emit(Op.Simd).Unsigned(VectorStore).Emit(0, 0); break;
            case WasmType.I32: code.Access(Op.I32Store); break;
            case WasmType.I64: code.Access(Op.I64Store); break;
            case WasmType.F32: code.Access(0x38); break;
            case WasmType.F64: code.Access(0x39); break;
        }
    }

    private static void Operand(Code code, SimdInstruction instruction, int position)
    {
        var type = instruction.Operands[position];
        if (instruction.Kind is SimdKind.Load or SimdKind.LoadLane && position == 0)
        {
            code.Get(J).I32(4).Emit(0x74).Get(I).Emit(Op.I32Add);
            return;
        }

        if (type == WasmType.V128 && instruction.Operands.Length == 1)
        {
            // One operand only: each pair is a place to read from, in the middle of two vectors.
            code.Get(I).I32(4).Emit(0x74).Get(J).Emit(Op.I32Add).Emit(Op.Simd).Unsigned(VectorLoad).Emit(0, 0);
            return;
        }

        switch (type)
        {
            case WasmType.V128 when position == 0 || instruction.Kind is SimdKind.LoadLane: Vector(code, I); break;
            case WasmType.V128 when position == 1: Vector(code, J); break;
            case WasmType.V128: Vector(code, I, J); break;
            case WasmType.I32: Address(code, J).Access(Op.I32Load); break;
            case WasmType.I64: Address(code, J).Access(Op.I64Load); break;
            case WasmType.F32: Address(code, J).Access(0x2A); break;
            default: Address(code, J).Access(0x2B); break;
        }
    }

    private static Code Address(Code code, uint index) => code.Get(index).I32(4).Emit(0x74);

    private static void Vector(Code code, uint index) => Address(code, index).Emit(Op.Simd).Unsigned(VectorLoad).Emit(0, 0);

    // A third vector for a pair.
    private static void Vector(Code code, uint first, uint second) =>
        code.Get(first).I32(3).Emit(Op.I32Mul).Get(second).Emit(Op.I32Add).I32(SimdInputs.Count).Emit(RemainderUnsigned).I32(4).Emit(0x74).Emit(Op.Simd).Unsigned(VectorLoad).Emit(0, 0);
}
