namespace Billing.Sandbox.Runtime;

/// <summary>Makes the exceptions that compiled code throws. They are returned, not thrown, so that the JIT sees a throw and moves it out of the way.</summary>
internal static class Traps
{
    public static TrapException Unreachable() => new TrapException(WasmErrorCodes.TrapUnreachable, "The module executed 'unreachable'.");

    public static TrapException OutOfFuel() => new TrapException(WasmErrorCodes.LimitFuel, "The call ran out of fuel.");

    public static TrapException OutOfStack() => new TrapException(WasmErrorCodes.LimitStack, "The call stack limit is exceeded.");

    public static TrapException OutOfTime() => new TrapException(WasmErrorCodes.LimitTime, "The call took longer than its wall clock limit.");

    public static TrapException Memory() => new TrapException(WasmErrorCodes.TrapMemory, "A memory access is out of bounds.");

    public static TrapException Table() => new TrapException(WasmErrorCodes.TrapTable, "A table access is out of bounds.");

    public static TrapException UndefinedElement() => new TrapException(WasmErrorCodes.TrapTable, "An indirect call names an element outside of the table.");

    public static TrapException UninitialisedElement() => new TrapException(WasmErrorCodes.TrapIndirectCall, "An indirect call names an empty element.");

    public static TrapException SignatureMismatch() => new TrapException(WasmErrorCodes.TrapIndirectCall, "An indirect call expects another signature than the function has.");

    public static TrapException DivideByZero() => new TrapException(WasmErrorCodes.TrapDivideByZero, "An integer was divided by zero.");

    public static TrapException IntegerOverflow() => new TrapException(WasmErrorCodes.TrapIntegerOverflow, "The result of an integer operation cannot be represented.");

    public static TrapException InvalidConversion() => new TrapException(WasmErrorCodes.TrapInvalidConversion, "NaN was converted to an integer.");
}
