using Billing.Contracts;

namespace Billing.Rating;

/// <summary>How one call of a module ended and what it used.</summary>
/// <param name="Output">The bytes it returned; null when it failed.</param>
/// <param name="Error">Without the scope, which the caller adds; null when there is an output.</param>
internal sealed record ModuleCall(byte[]? Output, BillingError? Error, long Fuel, long PeakMemoryBytes, TimeSpan Duration)
{
    /// <summary>Everything but running out of wall clock happens again with the same input.</summary>
    public bool IsFinal => !string.Equals(Error?.Code, ErrorCodes.LimitTime, StringComparison.Ordinal);
}
