using System.Runtime.InteropServices;
using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating;

/// <summary>How one call of a module ended and what it used.</summary>
/// <param name="Output">The bytes it returned; null when it failed.</param>
/// <param name="Error">Without the scope, which the caller adds; null when there is an output.</param>
internal sealed record ModuleCall(byte[]? Output, BillingError? Error, ModuleUsage Usage)
{
    /// <summary><c>ok</c>, or the code of the error.</summary>
    public string Outcome => Error?.Code ?? "ok";

    /// <summary>Bytes the module returned and the host took.</summary>
    public long OutputBytes => Output?.Length ?? 0;

    /// <summary>Everything but running out of wall clock happens again with the same input.</summary>
    public bool IsFinal => !string.Equals(Error?.Code, ErrorCodes.LimitTime, StringComparison.Ordinal);
}

/// <summary>What a call used, also when it failed. Initialising a fresh instance counts only where that is what failed.</summary>
/// <param name="InputBytes">Bytes given to the module; 0 when it was not called.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ModuleUsage(long InputBytes, long Fuel, long PeakMemoryBytes, TimeSpan Duration)
{
    public static ModuleUsage None => default;

    /// <summary>A further call into the same instance.</summary>
    public ModuleUsage With(WasmCallResult call) =>
        this with { Fuel = Fuel + call.FuelUsed, PeakMemoryBytes = Math.Max(PeakMemoryBytes, call.PeakMemoryBytes), Duration = Duration + call.Duration };
}
