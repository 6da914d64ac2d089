namespace Billing.Sandbox;

/// <summary>How a call ended and what it used.</summary>
/// <param name="Values">The results; empty when <paramref name="Error"/> is set.</param>
/// <param name="FuelUsed">Fuel charged, also when the call failed. After <c>limit.time</c>, which comes at another moment each time, a lower bound.</param>
/// <param name="PeakMemoryBytes">The largest size memory 0 had.</param>
public readonly record struct WasmCallResult(IReadOnlyList<WasmValue> Values, WasmError? Error, long FuelUsed, long PeakMemoryBytes, TimeSpan Duration)
{
    /// <summary>
    /// Whether the limit refused memory 0 to grow. The module saw −1, as the specification has it, and may have gone on without; a trap after it is mostly due to it.
    /// </summary>
    public bool MemoryRefused { get; init; }

    /// <summary><c>ok</c>, or the code of the error.</summary>
    public string Outcome => Error?.Code ?? "ok";
}
