namespace Billing.Sandbox.Binary;

/// <summary>
/// Operand and result types of the instructions that only compute: comparisons, arithmetic and conversions, opcodes 0x45 to 0xC4 and 0xFC00 to 0xFC07.
/// </summary>
internal static class NumericSignatures
{
    // One letter a type (i = i32, l = i64, f = f32, d = f64): operands, then the result. One entry an opcode, in the order of the opcodes.
    private static readonly string[] Plain =
    [
        "ii", "iii", "iii", "iii", "iii", "iii", "iii", "iii", "iii", "iii", "iii", "li", "lli", "lli", "lli", "lli",
        "lli", "lli", "lli", "lli", "lli", "lli", "ffi", "ffi", "ffi", "ffi", "ffi", "ffi", "ddi", "ddi", "ddi", "ddi",
        "ddi", "ddi", "ii", "ii", "ii", "iii", "iii", "iii", "iii", "iii", "iii", "iii", "iii", "iii", "iii", "iii",
        "iii", "iii", "iii", "iii", "ll", "ll", "ll", "lll", "lll", "lll", "lll", "lll", "lll", "lll", "lll", "lll",
        "lll", "lll", "lll", "lll", "lll", "lll", "ff", "ff", "ff", "ff", "ff", "ff", "ff", "fff", "fff", "fff",
        "fff", "fff", "fff", "fff", "dd", "dd", "dd", "dd", "dd", "dd", "dd", "ddd", "ddd", "ddd", "ddd", "ddd",
        "ddd", "ddd", "li", "fi", "fi", "di", "di", "il", "il", "fl", "fl", "dl", "dl", "if", "if", "lf",
        "lf", "df", "id", "id", "ld", "ld", "fd", "fi", "dl", "if", "ld", "ii", "ii", "ll", "ll", "ll",
    ];

    private static readonly string[] Saturating = ["fi", "fi", "di", "di", "fl", "fl", "dl", "dl"];

    private static readonly NumericSignature?[] PlainTable = Array.ConvertAll(Plain, Parse);
    private static readonly NumericSignature?[] SaturatingTable = Array.ConvertAll(Saturating, Parse);

    /// <summary>Null when <paramref name="op"/> is not one of these.</summary>
    public static NumericSignature? Find(WasmOp op)
    {
        var plain = (int)op - (int)WasmOp.I32Eqz;
        if ((uint)plain < (uint)PlainTable.Length) return PlainTable[plain];
        var saturating = (int)op - (int)WasmOp.I32TruncSatF32S;
        return (uint)saturating < (uint)SaturatingTable.Length ? SaturatingTable[saturating] : null;
    }

    private static NumericSignature? Parse(string letters) =>
        new(Type(letters[0]), letters.Length == 3 ? Type(letters[1]) : null, Type(letters[^1]));

    private static WasmType Type(char letter) => letter switch
    {
        'i' => WasmType.I32,
        'l' => WasmType.I64,
        'f' => WasmType.F32,
        _ => WasmType.F64,
    };
}

/// <summary>One or two operands and one result.</summary>
internal sealed record NumericSignature(WasmType First, WasmType? Second, WasmType Result);
