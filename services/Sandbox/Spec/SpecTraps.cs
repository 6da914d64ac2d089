namespace Billing.Sandbox.Spec;

/// <summary>The suite's words for traps. A script gives a prefix of them, or more than them: "undefined", "uninitialized element 7".</summary>
internal static class SpecTraps
{
    private static readonly (string Text, string Code)[] Known =
    [
        ("unreachable", WasmErrorCodes.TrapUnreachable),
        ("integer divide by zero", WasmErrorCodes.TrapDivideByZero),
        ("integer overflow", WasmErrorCodes.TrapIntegerOverflow),
        ("invalid conversion to integer", WasmErrorCodes.TrapInvalidConversion),
        ("out of bounds memory access", WasmErrorCodes.TrapMemory),
        ("out of bounds table access", WasmErrorCodes.TrapTable),
        ("undefined element", WasmErrorCodes.TrapTable),
        ("uninitialized element", WasmErrorCodes.TrapIndirectCall),
        ("indirect call type mismatch", WasmErrorCodes.TrapIndirectCall),
    ];

    /// <summary>Whether the error is the trap that a script calls <paramref name="text"/>. Words that are not known match nothing.</summary>
    public static bool Matches(string? text, WasmError? error) => text is { Length: > 0 } && error is not null && Known.Any(trap =>
        (trap.Text.StartsWith(text, StringComparison.Ordinal) || text.StartsWith(trap.Text, StringComparison.Ordinal))
        && string.Equals(trap.Code, error.Code, StringComparison.Ordinal));
}
