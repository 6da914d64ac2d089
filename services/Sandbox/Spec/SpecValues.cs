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
        "i32" => new WasmValue(WasmType.I32, uint.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "i64" => new WasmValue(WasmType.I64, ulong.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "f32" => new WasmValue(WasmType.F32, uint.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "f64" => new WasmValue(WasmType.F64, ulong.Parse(value.Text!, CultureInfo.InvariantCulture)),
        "externref" => new WasmValue(WasmType.ExternRef, 0, IsNull(value) ? null : HostReference(value)),
        "funcref" when IsNull(value) => new WasmValue(WasmType.FuncRef, 0),
        _ => throw new FormatException($"A script has a value of type '{value.Type}', which this runner does not know."),
    };

    public static bool Matches(SpecValue expected, WasmValue actual) => expected switch
    {
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
        _ => string.Create(CultureInfo.InvariantCulture, $"{Name(value.Type)} {value.Bits}"),
    };

    private static string Name(WasmType type) => type.ToString().ToLowerInvariant();

    private static bool IsNull(SpecValue value) => string.Equals(value.Text, "null", StringComparison.Ordinal);

    // Two mentions of the same number are equal, as boxed integers are.
    private static int HostReference(SpecValue value) => int.Parse(value.Text!, CultureInfo.InvariantCulture);
}
