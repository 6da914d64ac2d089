using Billing.Contracts;

namespace Billing.Rating;

/// <summary>What rating one company came to: a charge set, or one typed error. What ran is told either way.</summary>
public sealed record RatingOutcome
{
    /// <summary>Null when rating failed.</summary>
    public RatedCharges? Rated { get; init; }

    /// <summary>Null when it did not.</summary>
    public BillingError? Error { get; init; }

    /// <summary>True when the same input and pipeline would fail the same way again; false for a timeout, which is worth another try.</summary>
    public bool IsFinal { get; init; }

    /// <summary>In canonical order, up to the one that failed.</summary>
    public required IReadOnlyList<Execution> Executions { get; init; }
}

/// <param name="Bytes">Canonical JSON of the charge set.</param>
/// <param name="Digest">SHA-256 of <paramref name="Bytes"/>.</param>
public sealed record RatedCharges(ChargeSet ChargeSet, ReadOnlyMemory<byte> Bytes, string Digest);
