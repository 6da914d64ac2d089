using System.Globalization;

namespace Billing.Sandbox.Spec;

/// <summary>Values of the suite's scripts as values of the engine, and the comparison the suite asks for.</summary>
internal static class SpecValues
{
    private const uint SingleCanonical = 0x7FC0_0000;
    private const ulong DoubleCanonical = 0x7FF8_0000_0000_0000;

    public static WasmValue Parse(SpecValue value) => value.Type switch
    {
        "i32" => new WasmValue(WasmType.I32, uint.Parse(value.Value!, CultureInfo.InvariantCulture)),
        "i64" => new WasmValue(WasmType.I64, ulong.Parse(value.Value!, CultureInfo.InvariantCulture)),
        "f32" => new WasmValue(WasmType.F32, uint.Parse(value.Value!, CultureInfo.InvariantCulture)),
        "f64" => new WasmValue(WasmType.F64, ulong.Parse(value.Value!, CultureInfo.InvariantCulture)),
        "externref" => new WasmValue(WasmType.ExternRef, 0, IsNull(value) ? null : HostReference(value)),
        "funcref" when IsNull(value) => new WasmValue(WasmType.FuncRef, 0),
        _ => throw new FormatException($"A script has a value of type '{value.Type}', which this runner does not know."),
    };

    public static bool Matches(SpecValue expected, WasmValue actual) => expected switch
    {
        { Type: "f32", Value: "nan:canonical" } => actual.Type == WasmType.F32 && (actual.Bits & 0x7FFF_FFFF) == SingleCanonical,
        { Type: "f32", Value: "nan:arithmetic" } => actual.Type == WasmType.F32 && (actual.Bits & SingleCanonical) == SingleCanonical,
        { Type: "f64", Value: "nan:canonical" } => actual.Type == WasmType.F64 && (actual.Bits & 0x7FFF_FFFF_FFFF_FFFF) == DoubleCanonical,
        { Type: "f64", Value: "nan:arithmetic" } => actual.Type == WasmType.F64 && (actual.Bits & DoubleCanonical) == DoubleCanonical,
        { Type: "funcref" } when !IsNull(expected) => actual is { Type: WasmType.FuncRef, Reference: not null },
        { Type: "externref", Value: null } => actual is { Type: WasmType.ExternRef, Reference: not null },
        _ => Parse(expected) == actual,
    };

    private static bool IsNull(SpecValue value) => string.Equals(value.Value, "null", StringComparison.Ordinal);

    // Two mentions of the same number are equal, as boxed integers are.
    private static int HostReference(SpecValue value) => int.Parse(value.Value!, CultureInfo.InvariantCulture);
}
