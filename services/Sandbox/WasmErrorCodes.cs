namespace Billing.Sandbox;

/// <summary>The codes of <see cref="WasmError"/>.</summary>
public static class WasmErrorCodes
{
    public const string Invalid = "module.invalid";
    public const string Unsupported = "module.unsupported";
    public const string Unlinkable = "module.unlinkable";

    public const string TrapUnreachable = "trap.unreachable";
    public const string TrapMemory = "trap.memory";
    public const string TrapTable = "trap.table";
    public const string TrapIndirectCall = "trap.indirect_call";
    public const string TrapDivideByZero = "trap.integer_divide_by_zero";
    public const string TrapIntegerOverflow = "trap.integer_overflow";
    public const string TrapInvalidConversion = "trap.invalid_conversion";

    public const string LimitFuel = "limit.fuel";
    public const string LimitMemory = "limit.memory";
    public const string LimitStack = "limit.stack";
    public const string LimitTime = "limit.time";

    /// <summary>The export does not exist, is not a function, or takes other arguments.</summary>
    public const string CallMismatch = "call.mismatch";

    /// <summary>A host function failed in a way it did not name.</summary>
    public const string Host = "host";
}
