using Billing.Contracts;
using Billing.Rating;

namespace Billing.Executor.Storage;

/// <summary>What one company's input came to: a charge set or a failure, with the executions that led there.</summary>
/// <param name="Content">The charge set's canonical JSON; empty for a failure, and for what was recalled.</param>
/// <param name="Final">For a failure: the same input fails again, and the failure is remembered.</param>
internal sealed record RatedInput(
    CompanyToRate Company,
    string? ChargeSetDigest,
    ReadOnlyMemory<byte> Content,
    int ChargeCount,
    BillingError? Error,
    bool Final,
    IReadOnlyList<Execution> Executions)
{
    public static RatedInput Of(CompanyToRate company, RatingOutcome outcome) => new(
        company,
        outcome.Rated?.Digest,
        outcome.Rated?.Bytes ?? ReadOnlyMemory<byte>.Empty,
        outcome.Rated?.ChargeSet.Charges.Count ?? 0,
        outcome.Error,
        outcome.IsFinal,
        outcome.Executions);

    public static RatedInput Failed(CompanyToRate company, BillingError error, bool final) => new(company, null, ReadOnlyMemory<byte>.Empty, 0, error, final, []);

    /// <summary>An answer from before: nothing ran.</summary>
    public static RatedInput Recalled(CompanyToRate company, KnownInput known) =>
        new(company, known.ChargeSetDigest, ReadOnlyMemory<byte>.Empty, 0, known.Failure, Final: true, []);
}

/// <summary>A remembered answer: exactly one of the two is set.</summary>
internal sealed record KnownInput(string? ChargeSetDigest, BillingError? Failure);

/// <summary>Which batch rates: kept with every row it writes.</summary>
internal sealed record BatchOrigin(string TenantId, Guid RunId, string PipelineDigest, string? TraceId);
