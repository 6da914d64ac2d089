using static System.FormattableString;

namespace Billing.Sandbox.Binary;

/// <summary>What stands behind an opcode of the 0xFD group, and so how it is read and compiled.</summary>
internal enum SimdKind
{
    /// <summary>Operands to result, nothing else.</summary>
    Compute,

    /// <summary>As <see cref="Compute"/>, with the number of a lane behind the opcode.</summary>
    ComputeLane,
    Load,
    LoadLane,
    Store,
    StoreLane,

    /// <summary><c>v128.const</c>: 16 bytes follow.</summary>
    Constant,

    /// <summary><c>i8x16.shuffle</c>: 16 numbers of lanes follow.</summary>
    Shuffle,
}

/// <summary>One instruction of fixed-width SIMD.</summary>
/// <param name="Name">As in the text format.</param>
/// <param name="Width">Bytes touched in memory; 0 without memory.</param>
/// <param name="Lanes">How many lanes an immediate may number; 0 without one.</param>
/// <param name="MakesNaN">Type of the lanes that may be a NaN of the processor's choice.</param>
/// <param name="TakesAnyNaN">Type of the lanes of the operands where it gives the same for every NaN.</param>
internal sealed record SimdInstruction(
    string Name,
    SimdKind Kind,
    WasmType[] Operands,
    WasmType? Result,
    int Width = 0,
    int Lanes = 0,
    WasmType? MakesNaN = null,
    WasmType? TakesAnyNaN = null);

/// <summary>The 236 instructions of fixed-width SIMD, by the number behind the prefix 0xFD.</summary>
internal static class SimdInstructions
{
    /// <summary>The first byte of all of them.</summary>
    public const byte Prefix = 0xFD;

    /// <summary>The number of <c>v128.const</c>.</summary>
    public const uint ConstantNumber = 0x0C;

    private const WasmOp First = (WasmOp)0xFD00;

    private static readonly SimdInstruction?[] Table = Build();

    /// <summary>The instructions that exist, with their numbers.</summary>
    public static IEnumerable<(uint Number, SimdInstruction Instruction)> All =>
        Table.Index().Where(entry => entry.Item is not null).Select(entry => ((uint)entry.Index, entry.Item!));

    /// <summary>Null when no instruction has this number.</summary>
    public static SimdInstruction? Find(uint number) => number < (uint)Table.Length ? Table[number] : null;

    /// <summary>Null when <paramref name="op"/> is not of this group.</summary>
    public static SimdInstruction? Find(WasmOp op) => op is >= First and < First + 0x100 ? Table[op - First] : null;

    public static WasmOp OpOf(uint number) => (WasmOp)((uint)First + number);

    private static SimdInstruction?[] Build()
    {
        var table = new SimdInstruction?[0x100];
        AddMemory(table);
        AddLanes(table);
        AddComparisons(table);
        AddIntegers(table);
        AddFloats(table);
        Compute(table, 0x4D, "v128", "vv", "not");
        Compute(table, 0x4E, "v128", "vvv", "and", "andnot", "or", "xor");
        Compute(table, 0x52, "v128", "vvvv", "bitselect");
        Compute(table, 0x53, "v128", "vi", "any_true");
        return table;
    }

    private static void AddMemory(SimdInstruction?[] table)
    {
        Add(0x00, SimdKind.Load, "iv", 16, "load");
        Add(0x01, SimdKind.Load, "iv", 8, "load8x8_s", "load8x8_u", "load16x4_s", "load16x4_u", "load32x2_s", "load32x2_u");
        for (var log = 0; log < 4; log++)
        {
            var (number, width, bits) = ((uint)log, 1 << log, Invariant($"{8 << log}"));
            Add(0x07 + number, SimdKind.Load, "iv", width, $"load{bits}_splat");
            Add(0x54 + number, SimdKind.LoadLane, "ivv", width, $"load{bits}_lane");
            Add(0x58 + number, SimdKind.StoreLane, "iv", width, $"store{bits}_lane");
        }

        Add(0x5C, SimdKind.Load, "iv", 4, "load32_zero");
        Add(0x5D, SimdKind.Load, "iv", 8, "load64_zero");
        Add(0x0B, SimdKind.Store, "iv", 16, "store");

        void Add(uint number, SimdKind kind, string types, int width, params string[] names)
        {
            var stores = kind is SimdKind.Store or SimdKind.StoreLane;
            var lanes = kind is SimdKind.LoadLane or SimdKind.StoreLane ? 16 / width : 0;
            foreach (var name in names)
                table[number++] = new SimdInstruction($"v128.{name}", kind, Types(stores ? types : types[..^1]), stores ? null : WasmType.V128, width, lanes);
        }
    }

    private static void AddLanes(SimdInstruction?[] table)
    {
        table[ConstantNumber] = new SimdInstruction("v128.const", SimdKind.Constant, [], WasmType.V128);
        table[0x0D] = new SimdInstruction("i8x16.shuffle", SimdKind.Shuffle, Types("vv"), WasmType.V128, Lanes: 32);
        Compute(table, 0x0E, "i8x16", "vvv", "swizzle");
        var number = 0x15u;
        foreach (var (splat, shape, lane, lanes) in ((uint, string, char, int)[])
            [(0x0F, "i8x16", 'i', 16), (0x10, "i16x8", 'i', 8), (0x11, "i32x4", 'i', 4), (0x12, "i64x2", 'l', 2), (0x13, "f32x4", 'f', 4), (0x14, "f64x2", 'd', 2)])
        {
            Compute(table, splat, shape, $"{lane}v", "splat");
            foreach (var extract in lanes >= 8 ? (string[])["extract_lane_s", "extract_lane_u"] : ["extract_lane"]) Add($"v{lane}", extract);
            Add($"v{lane}v", "replace_lane");

            void Add(string types, string name) =>
                table[number++] = new SimdInstruction($"{shape}.{name}", SimdKind.ComputeLane, Types(types[..^1]), Type(types[^1]), Lanes: lanes);
        }
    }

    private static void AddComparisons(SimdInstruction?[] table)
    {
        string[] integers = ["eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"];
        string[] floats = ["eq", "ne", "lt", "gt", "le", "ge"];
        Compute(table, 0x23, "i8x16", "vvv", integers);
        Compute(table, 0x2D, "i16x8", "vvv", integers);
        Compute(table, 0x37, "i32x4", "vvv", integers);
        Compute(table, 0xD6, "i64x2", "vvv", "eq", "ne", "lt_s", "gt_s", "le_s", "ge_s");
        Floats(table, 0x41, "f32x4", "vvv", null, WasmType.F32, floats);
        Floats(table, 0x47, "f64x2", "vvv", null, WasmType.F64, floats);
    }

    private static void AddIntegers(SimdInstruction?[] table)
    {
        // The same places in the blocks of 32 numbers that belong to lanes of 8, 16, 32 and 64 bits.
        foreach (var (start, shape) in ((uint, string)[])[(0x60, "i8x16"), (0x80, "i16x8"), (0xA0, "i32x4"), (0xC0, "i64x2")])
        {
            Compute(table, start, shape, "vv", "abs", "neg");
            Compute(table, start + 3, shape, "vi", "all_true", "bitmask");
            Compute(table, start + 11, shape, "viv", "shl", "shr_s", "shr_u");
            Compute(table, start + 14, shape, "vvv", "add");
            Compute(table, start + 17, shape, "vvv", "sub");
        }

        foreach (var (start, shape) in ((uint, string)[])[(0x60, "i8x16"), (0x80, "i16x8")])
        {
            Compute(table, start + 15, shape, "vvv", "add_sat_s", "add_sat_u");
            Compute(table, start + 18, shape, "vvv", "sub_sat_s", "sub_sat_u");
            Compute(table, start + 27, shape, "vvv", "avgr_u");
        }

        foreach (var (start, shape, narrow) in ((uint, string, string)[])[(0x80, "i16x8", "i8x16"), (0xA0, "i32x4", "i16x8"), (0xC0, "i64x2", "i32x4")])
        {
            Compute(table, start + 7, shape, "vv", $"extend_low_{narrow}_s", $"extend_high_{narrow}_s", $"extend_low_{narrow}_u", $"extend_high_{narrow}_u");
            Compute(table, start + 21, shape, "vvv", "mul");
            Compute(table, start + 28, shape, "vvv", $"extmul_low_{narrow}_s", $"extmul_high_{narrow}_s", $"extmul_low_{narrow}_u", $"extmul_high_{narrow}_u");
        }

        foreach (var (start, shape) in ((uint, string)[])[(0x76, "i8x16"), (0x96, "i16x8"), (0xB6, "i32x4")])
            Compute(table, start, shape, "vvv", "min_s", "min_u", "max_s", "max_u");
        Compute(table, 0x62, "i8x16", "vv", "popcnt");
        Compute(table, 0x65, "i8x16", "vvv", "narrow_i16x8_s", "narrow_i16x8_u");
        Compute(table, 0x7C, "i16x8", "vv", "extadd_pairwise_i8x16_s", "extadd_pairwise_i8x16_u");
        Compute(table, 0x7E, "i32x4", "vv", "extadd_pairwise_i16x8_s", "extadd_pairwise_i16x8_u");
        Compute(table, 0x82, "i16x8", "vvv", "q15mulr_sat_s");
        Compute(table, 0x85, "i16x8", "vvv", "narrow_i32x4_s", "narrow_i32x4_u");
        Compute(table, 0xBA, "i32x4", "vvv", "dot_i16x8_s");
    }

    private static void AddFloats(SimdInstruction?[] table)
    {
        foreach (var (start, shape, lane) in ((uint, string, WasmType)[])[(0xE0, "f32x4", WasmType.F32), (0xEC, "f64x2", WasmType.F64)])
        {
            Compute(table, start, shape, "vv", "abs", "neg");
            Floats(table, start + 3, shape, "vv", lane, lane, "sqrt");
            Floats(table, start + 4, shape, "vvv", lane, lane, "add", "sub", "mul", "div", "min", "max");
            Compute(table, start + 10, shape, "vvv", "pmin", "pmax");
        }

        Floats(table, 0x67, "f32x4", "vv", WasmType.F32, WasmType.F32, "ceil", "floor", "trunc", "nearest");
        Floats(table, 0x74, "f64x2", "vv", WasmType.F64, WasmType.F64, "ceil", "floor");
        Floats(table, 0x7A, "f64x2", "vv", WasmType.F64, WasmType.F64, "trunc");
        Floats(table, 0x94, "f64x2", "vv", WasmType.F64, WasmType.F64, "nearest");
        Floats(table, 0x5E, "f32x4", "vv", WasmType.F32, WasmType.F64, "demote_f64x2_zero");
        Floats(table, 0x5F, "f64x2", "vv", WasmType.F64, WasmType.F32, "promote_low_f32x4");
        Floats(table, 0xF8, "i32x4", "vv", null, WasmType.F32, "trunc_sat_f32x4_s", "trunc_sat_f32x4_u");
        Compute(table, 0xFA, "f32x4", "vv", "convert_i32x4_s", "convert_i32x4_u");
        Floats(table, 0xFC, "i32x4", "vv", null, WasmType.F64, "trunc_sat_f64x2_s_zero", "trunc_sat_f64x2_u_zero");
        Compute(table, 0xFE, "f64x2", "vv", "convert_low_i32x4_s", "convert_low_i32x4_u");
    }

    private static void Compute(SimdInstruction?[] table, uint number, string shape, string types, params string[] names) =>
        Floats(table, number, shape, types, null, null, names);

    // Names of consecutive numbers.
    private static void Floats(SimdInstruction?[] table, uint number, string shape, string types, WasmType? makesNaN, WasmType? takesAnyNaN, params string[] names)
    {
        foreach (var name in names)
            table[number++] = new SimdInstruction($"{shape}.{name}", SimdKind.Compute, Types(types[..^1]), Type(types[^1]), MakesNaN: makesNaN, TakesAnyNaN: takesAnyNaN);
    }

    private static WasmType[] Types(string letters) => [.. letters.Select(Type)];

    private static WasmType Type(char letter) => letter switch
    {
        'i' => WasmType.I32,
        'l' => WasmType.I64,
        'f' => WasmType.F32,
        'd' => WasmType.F64,
        _ => WasmType.V128,
    };
}
