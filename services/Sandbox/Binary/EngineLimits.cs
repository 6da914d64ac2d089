using static System.FormattableString;

namespace Billing.Sandbox.Binary;

/// <summary>What a module may contain at most. The numbers bound the time and memory that compiling a stranger's module can take; real modules stay far below them.
/// Beyond them a module is invalid here; <c>module.unsupported</c> is kept for features.</summary>
internal static class EngineLimits
{
    public const int ModuleBytes = 64 << 20;
    public const int Types = 100_000;

    /// <summary>A type of the runtime holds 65,535 methods.</summary>
    public const int Functions = 50_000;

    public const int Imports = 10_000;
    public const int Exports = 100_000;
    public const int Globals = 100_000;
    public const int Tables = 100;
    public const int Segments = 100_000;
    public const int Parameters = 1_000;
    public const int Results = 1_000;
    public const int Locals = 50_000;
    public const int MachineLocals = 65_000;
    public const int BodyBytes = 1 << 20;
    public const int OperandSlots = 10_000;
    public const int TableElements = 1_000_000;

    /// <summary>The JIT takes some 5 kB of memory for each.</summary>
    public const int BasicBlocks = 50_000;

    /// <summary>CIL of one function. The JIT takes some 200 bytes of memory for each.</summary>
    public const int CilBytes = 1 << 20;

    /// <summary>
    /// Work on one module that its size says nothing of: values that calls and branches move, arguments by arguments, because the JIT sorts them, locals, and
    /// basic blocks that loops go back over. Some 20 nanoseconds each.
    /// </summary>
    public const int CompilationSteps = 100_000_000;

    /// <exception cref="WasmFormatException">When there are more than <paramref name="limit"/>.</exception>
    public static void Check(long count, int limit, string what, int offset)
    {
        if (count > limit) throw new WasmFormatException(new WasmError(WasmErrorCodes.Invalid, Invariant($"{count} {what} are more than the {limit} this engine takes."), offset));
    }
}
