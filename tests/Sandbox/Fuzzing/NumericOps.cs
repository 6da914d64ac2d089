using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Fuzzing;

/// <summary>Every numeric instruction of WebAssembly 1.0 with sign extension and saturating truncation, by the type of its result.</summary>
internal static class NumericOps
{
    private static readonly NumericOp[] All =
    [
        .. Range(0x45, 0x45, Op.I32, Op.I32),
        .. Range(0x46, 0x4F, Op.I32, Op.I32, Op.I32),
        .. Range(0x50, 0x50, Op.I32, Op.I64),
        .. Range(0x51, 0x5A, Op.I32, Op.I64, Op.I64),
        .. Range(0x5B, 0x60, Op.I32, Op.F32, Op.F32),
        .. Range(0x61, 0x66, Op.I32, Op.F64, Op.F64),
        .. Range(0x67, 0x69, Op.I32, Op.I32),
        .. Range(0x6A, 0x78, Op.I32, Op.I32, Op.I32),
        .. Range(0x79, 0x7B, Op.I64, Op.I64),
        .. Range(0x7C, 0x8A, Op.I64, Op.I64, Op.I64),
        .. Range(0x8B, 0x91, Op.F32, Op.F32),
        .. Range(0x92, 0x98, Op.F32, Op.F32, Op.F32),
        .. Range(0x99, 0x9F, Op.F64, Op.F64),
        .. Range(0xA0, 0xA6, Op.F64, Op.F64, Op.F64),
        .. Range(0xA7, 0xA7, Op.I32, Op.I64),
        .. Range(0xA8, 0xA9, Op.I32, Op.F32),
        .. Range(0xAA, 0xAB, Op.I32, Op.F64),
        .. Range(0xAC, 0xAD, Op.I64, Op.I32),
        .. Range(0xAE, 0xAF, Op.I64, Op.F32),
        .. Range(0xB0, 0xB1, Op.I64, Op.F64),
        .. Range(0xB2, 0xB3, Op.F32, Op.I32),
        .. Range(0xB4, 0xB5, Op.F32, Op.I64),
        .. Range(0xB6, 0xB6, Op.F32, Op.F64),
        .. Range(0xB7, 0xB8, Op.F64, Op.I32),
        .. Range(0xB9, 0xBA, Op.F64, Op.I64),
        .. Range(0xBB, 0xBB, Op.F64, Op.F32),
        .. Range(0xBC, 0xBC, Op.I32, Op.F32),
        .. Range(0xBD, 0xBD, Op.I64, Op.F64),
        .. Range(0xBE, 0xBE, Op.F32, Op.I32),
        .. Range(0xBF, 0xBF, Op.F64, Op.I64),
        .. Range(0xC0, 0xC1, Op.I32, Op.I32),
        .. Range(0xC2, 0xC4, Op.I64, Op.I64),
        .. Saturating(0, 1, Op.I32, Op.F32),
        .. Saturating(2, 3, Op.I32, Op.F64),
        .. Saturating(4, 5, Op.I64, Op.F32),
        .. Saturating(6, 7, Op.I64, Op.F64),
    ];

    public static IReadOnlyDictionary<byte, NumericOp[]> ByResult { get; } = All.GroupBy(op => op.Result).ToDictionary(group => group.Key, group => group.ToArray());

    private static IEnumerable<NumericOp> Range(byte first, byte last, byte result, params byte[] operands) =>
        Enumerable.Range(first, last - first + 1).Select(opcode => new NumericOp([(byte)opcode], result, operands));

    private static IEnumerable<NumericOp> Saturating(byte first, byte last, byte result, params byte[] operands) =>
        Enumerable.Range(first, last - first + 1).Select(opcode => new NumericOp([Op.Prefix, (byte)opcode], result, operands));
}

internal sealed record NumericOp(byte[] Bytes, byte Result, byte[] Operands);
