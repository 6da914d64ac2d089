using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Engine;

/// <summary>What ended a call, as a value.</summary>
internal static class Failures
{
    /// <summary>Null for an exception that no module can cause: that is a defect of the engine and must be seen.</summary>
    public static WasmError? Describe(Exception exception) => exception switch
    {
        TrapException trap => new WasmError(trap.Code, trap.Message),
        WasmHostException host => new WasmError(host.Code, host.Message),

        // Compiled code leaves these checks to the runtime.
        IndexOutOfRangeException => Describe(Traps.Memory()),
        DivideByZeroException => Describe(Traps.DivideByZero()),
        OverflowException => Describe(Traps.IntegerOverflow()),
        OutOfMemoryException => new WasmError(WasmErrorCodes.LimitMemory, "The machine has no memory left."),
        InsufficientExecutionStackException => Describe(Traps.OutOfStack()),
        _ => null,
    };
}
