namespace Billing.Contracts;

/// <summary>
/// What rating one company came to. Content-addressed: keyed by (tenant, input digest, pipeline digest), so it holds no run id, no mode and no clock.
/// Charges are in canonical order: scope order, then stage order, then the order of the module's output.
/// </summary>
public sealed record ChargeSet
{
    public required string TenantId { get; init; }

    public required string CompanyId { get; init; }

    public required string BillingCycleId { get; init; }

    public required string InputDigest { get; init; }

    public required string PipelineDigest { get; init; }

    public required IReadOnlyList<Charge> Charges { get; init; }

    /// <summary>Events settled by the charges' <c>input_refs</c>, with their packs, and those settled without a line.</summary>
    public required IReadOnlyList<ConsumedEvent> Settled { get; init; }

    public required IReadOnlyList<Balance> Balances { get; init; }

    public required IReadOnlyList<BillingWarning> Warnings { get; init; }
}

/// <summary>One module run. Durations and memory are telemetry and outside every byte comparison.</summary>
/// <param name="Sequence">Order within the company: 0, 1, 2, … in canonical order.</param>
/// <param name="Stage">Name of the program's stage.</param>
/// <param name="ScopeId">Assignment id for a producer, partition key otherwise, empty for the whole company.</param>
/// <param name="InputDigest">SHA-256 of the input document's bytes; of no bytes when the call was skipped, for which no document is written.</param>
/// <param name="OutputDigest">SHA-256 of the output document's bytes; null when there was none.</param>
/// <param name="InputBytes">Size of the input document the module was given; 0 when it was not called.</param>
/// <param name="OutputBytes">Size of the output document; 0 when there was none.</param>
/// <param name="Outcome"><c>ok</c>, <c>skipped</c>, or the error code.</param>
public sealed record Execution(
    int Sequence,
    string Stage,
    string ScopeId,
    string ModuleId,
    string ModuleVersion,
    string ModuleHash,
    string InputDigest,
    long InputBytes,
    long OutputBytes,
    long Fuel,
    long PeakMemoryBytes,
    long DurationMicroseconds,
    string Outcome,
    IReadOnlyList<BillingWarning> Warnings,
    string? OutputDigest = null);

/// <summary>A recorded execution as <c>GET /api/tenants/{tenant}/executions</c> shows it.</summary>
/// <param name="RunId">The run that did it; a later run with the same input and pipeline reuses the charge set and runs nothing.</param>
/// <param name="InputDigest">Snapshot of the company's input; <see cref="Execution.InputDigest"/> is the module's own.</param>
public sealed record ExecutionView(
    string CompanyId,
    string BillingCycleId,
    Guid RunId,
    string InputDigest,
    string PipelineDigest,
    DateTimeOffset RecordedAt,
    Execution Execution,
    string? TraceId = null);
