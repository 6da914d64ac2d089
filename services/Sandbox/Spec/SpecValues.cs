using System.Globalization;

namespace Billing.Sandbox.Spec;

/// <summary>Values of the suite's scripts as values of the engine, and the comparison the suite asks for.</summary>
internal static class SpecValues
{
    private const uint SingleCanonical = 0x7FC0_0000;
    private const ulong DoubleCanonical = 0x7FF8_0000_0000_0000;

    /// <summary>Whether the results are those that the command expects.</summary>
    public static bool Match(SpecCommand command, IReadOnlyList<WasmValue> actual)
    {
        if (command.Either is { } choices) return actual is [var only] && choices.Any(choice => Matches(choice, only));
        var expected = command.Expected ?? [];
        return expected.Count == actual.Count && expected.Zip(actual).All(pair => Matches(pair.First, pair.Second));
    }

    public static string Describe(SpecCommand command) =>
        command.Either is { } choices ? "either " + string.Join(" or ", choices) : command.Expected is { Count: > 0 } expected ? string.Join(", ", expected) : "no value";

    /// <summary>Results in the words of the scripts: type, and bits in decimal digits.</summary>
    public static string Describe(IReadOnlyList<WasmValue> values) => values.Count == 0 ? "no value" : string.Join(", ", values.Select(Describe));

    /// <exception cref="FormatException">The value is of a type that this runner does not know.</exception>
    public static WasmValue Parse(SpecValue value) => value.Type switch
    {
        "i8" => new WasmValue(WasmType.I32, byte.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "i16" => new WasmValue(WasmType.I32, ushort.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "i32" => new WasmValue(WasmType.I32, uint.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "i64" => new WasmValue(WasmType.I64, ulong.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "f32" => new WasmValue(WasmType.F32, uint.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "f64" => new WasmValue(WasmType.F64, ulong.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "v128" => WasmValue.FromVector(ParseVector(value)),
        "externref" => new WasmValue(WasmType.ExternRef, 0, IsNull(value) ? null : HostReference(value)),
        "funcref" when IsNull(value) => new WasmValue(WasmType.FuncRef, 0),
        _ => throw new FormatException($"A script has a value of type '{value.Type}', which this runner does not know."),
    };

    public static bool Matches(SpecValue expected, WasmValue actual) => expected switch
    {
        { Type: "v128" } => actual.Type == WasmType.V128 && MatchesLanes(expected, actual.AsVector()),
        { Type: "f32", Text: "nan:canonical" } => actual.Type == WasmType.F32 && (actual.Bits & 0x7FFF_FFFF) == SingleCanonical,
        { Type: "f32", Text: "nan:arithmetic" } => actual.Type == WasmType.F32 && (actual.Bits & SingleCanonical) == SingleCanonical,
        { Type: "f64", Text: "nan:canonical" } => actual.Type == WasmType.F64 && (actual.Bits & 0x7FFF_FFFF_FFFF_FFFF) == DoubleCanonical,
        { Type: "f64", Text: "nan:arithmetic" } => actual.Type == WasmType.F64 && (actual.Bits & DoubleCanonical) == DoubleCanonical,
        { Type: "funcref" } when !IsNull(expected) => actual is { Type: WasmType.FuncRef, Reference: not null },
        { Type: "externref", Value: null } => actual is { Type: WasmType.ExternRef, Reference: not null },
        _ => Parse(expected) == actual,
    };

    private static string Describe(WasmValue value) => value.Type switch
    {
        WasmType.FuncRef or WasmType.ExternRef => $"{Name(value.Type)} {value.Reference ?? "null"}",
        WasmType.V128 => string.Create(CultureInfo.InvariantCulture, $"v128 0x{value.UpperBits:x16}{value.Bits:x16}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Name(value.Type)} {value.Bits}"),
    };

    private static string Name(WasmType type) => type.ToString().ToLowerInvariant();

    private static UInt128 ParseVector(SpecValue value)
    {
        UInt128 bits = 0;
        foreach (var (index, lane) in value.Lanes.Index()) bits |= (UInt128)Parse(lane).Bits << (index * LaneBits(value));
        return bits;
    }

    // Each lane as a value of its own, so that NaNs are told apart lane by lane.
    private static bool MatchesLanes(SpecValue expected, UInt128 actual)
    {
        var width = LaneBits(expected);
        return expected.Lanes.Count * width == 128 && expected.Lanes.Index().All(lane => Matches(lane.Item, Lane(lane.Item.Type, actual >> (lane.Index * width))));
    }

    private static WasmValue Lane(string type, UInt128 bits) => type switch
    {
        "i8" => new WasmValue(WasmType.I32, (byte)bits),
        "i16" => new WasmValue(WasmType.I32, (ushort)bits),
        "i32" => new WasmValue(WasmType.I32, (uint)bits),
        "f32" => new WasmValue(WasmType.F32, (uint)bits),
        "i64" => new WasmValue(WasmType.I64, (ulong)bits),
        _ => new WasmValue(WasmType.F64, (ulong)bits),
    };

    private static int LaneBits(SpecValue vector) => vector.LaneType switch
    {
        "i8" => 8,
        "i16" => 16,
        "i32" or "f32" => 32,
        "i64" or "f64" => 64,
        _ => throw new FormatException($"A script has a v128 of lanes '{vector.LaneType}', which this runner does not know."),
    };

    private static bool IsNull(SpecValue value) => string.Equals(value.Text, "null", StringComparison.Ordinal);

    // Two mentions of the same number are equal, as boxed integers are.
    private static int HostReference(SpecValue value) => int.Parse(value.Text!, CultureInfo.InvariantCulture);
}
