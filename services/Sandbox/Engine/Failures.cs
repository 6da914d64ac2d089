using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Engine;

/// <summary>What ended a call, as a value.</summary>
internal static class Failures
{
    /// <summary>Null for an exception that no module can cause: that is a defect of the engine and must be seen.</summary>
    /// <param name="interrupted">Whether the watchdog had asked the call to end.</param>
    public static WasmError? Describe(Exception exception, bool interrupted) => exception switch
    {
        TrapException trap => Of(trap),
        WasmHostException host => new WasmError(host.Code, host.Message),

        // Compiled code leaves these checks to the runtime.
        IndexOutOfRangeException => Of(Traps.Memory()),
        DivideByZeroException => Of(Traps.DivideByZero()),
        OverflowException => Of(interrupted ? Traps.OutOfTime() : Traps.OutOfFuel()), // of the fuel, see FunctionEmitter
        OutOfMemoryException => new WasmError(WasmErrorCodes.LimitMemory, "The machine has no memory left."),
        InsufficientExecutionStackException => Of(Traps.OutOfStack()),
        _ => null,
    };

    private static WasmError Of(TrapException trap) => new(trap.Code, trap.Message);
}
