using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>An instruction that only computes.</summary>
/// <param name="MakesNaN">Type of the result, or of its lanes, when it may be a NaN of the processor's choice.</param>
/// <param name="TakesAnyNaN">Type of the operands, or of their lanes, when it cannot tell NaNs apart.</param>
internal sealed record PureInstruction(WasmOp Op, IReadOnlyList<WasmType> Operands, WasmType Result, WasmType? MakesNaN, WasmType? TakesAnyNaN, SimdInstruction? Simd = null);

internal static class PureInstructions
{
    private static readonly PureInstruction[] Scalars = [.. Enum.GetValues<WasmOp>().Where(op => NumericSignatures.Find(op) is not null).Select(Scalar)];

    private static readonly PureInstruction[] Vectors =
    [
        .. SimdInstructions.All
            .Where(entry => entry.Instruction.Width == 0)
            .Select(entry => (Op: SimdInstructions.OpOf(entry.Number), entry.Instruction))
            .Select(entry => new PureInstruction(entry.Op, entry.Instruction.Operands, entry.Instruction.Result!.Value, entry.Instruction.MakesNaN, entry.Instruction.TakesAnyNaN, entry.Instruction)),
    ];

    public static IReadOnlyDictionary<WasmType, PureInstruction[]> ScalarsByResult { get; } = ByResult(Scalars);

    public static IReadOnlyDictionary<WasmType, PureInstruction[]> VectorsByResult { get; } = ByResult(Vectors);

    public static IReadOnlyDictionary<SimdKind, (WasmOp Op, SimdInstruction Instruction)[]> VectorAccesses { get; } = SimdInstructions.All
        .Where(entry => entry.Instruction.Width > 0)
        .GroupBy(entry => entry.Instruction.Kind, entry => (SimdInstructions.OpOf(entry.Number), entry.Instruction))
        .ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>Everything the engine supports.</summary>
    public static IReadOnlyList<WasmOp> Supported { get; } =
        [.. Enum.GetValues<WasmOp>().Where(op => op != WasmOp.Charge), .. SimdInstructions.All.Select(entry => SimdInstructions.OpOf(entry.Number))];

    public static bool Divides(WasmOp op) =>
        op is (>= WasmOp.I32DivS and <= WasmOp.I32RemU) or (>= WasmOp.I64DivS and <= WasmOp.I64RemU);

    public static bool Truncates(WasmOp op) =>
        op is (>= WasmOp.I32TruncF32S and <= WasmOp.I32TruncF64U) or (>= WasmOp.I64TruncF32S and <= WasmOp.I64TruncF64U);

    private static Dictionary<WasmType, PureInstruction[]> ByResult(PureInstruction[] instructions) =>
        instructions.GroupBy(instruction => instruction.Result).ToDictionary(group => group.Key, group => group.ToArray());

    private static PureInstruction Scalar(WasmOp op)
    {
        var signature = NumericSignatures.Find(op)!;
        WasmType[] operands = signature.Second is { } second ? [signature.First, second] : [signature.First];
        var isFloat = signature.First is WasmType.F32 or WasmType.F64;

        // These move bits and nothing else.
        var moves = op is WasmOp.F32Abs or WasmOp.F32Neg or WasmOp.F32Copysign or WasmOp.F64Abs or WasmOp.F64Neg or WasmOp.F64Copysign
            or WasmOp.I32ReinterpretF32 or WasmOp.I64ReinterpretF64;
        var takesAnyNaN = isFloat && !moves;
        var makesNaN = takesAnyNaN && signature.Result is WasmType.F32 or WasmType.F64;
        return new PureInstruction(op, operands, signature.Result, makesNaN ? signature.Result : null, takesAnyNaN ? signature.First : null);
    }
}
