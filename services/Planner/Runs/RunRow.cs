using System.Text.Json;
using Billing.Contracts;

namespace Billing.Planner.Runs;

/// <summary>A row of <c>planner.runs</c>, as far as code needs it.</summary>
internal sealed record RunRow(
    string TenantId,
    Guid RunId,
    string IdempotencyKey,
    string RequestDigest,
    string Mode,
    string Lane,
    string State,
    DateTimeOffset AsOf,
    string PipelineDigest,
    Guid? PreviewRunId,
    string FactSource,
    string Traceparent,
    string? Manual)
{
    public const string Columns =
        "tenant_id, run_id, idempotency_key, request_digest, mode, lane, state, as_of, pipeline_digest, preview_run_id, fact_source, traceparent, manual::text as manual";

    public RunMode RunMode => WireName<RunMode>.Parse(Mode);

    public Lane RunLane => WireName<Lane>.Parse(Lane);

    public RunState RunState => WireName<RunState>.Parse(State);

    /// <summary>The lines of a manual invoice; null for a run of billing cycles.</summary>
    public ManualInvoiceRequest? ManualInvoice => Manual is null ? null : JsonSerializer.Deserialize(Manual, BillingJson.Default.ManualInvoiceRequest);

    public bool IsFinished => RunState is Contracts.RunState.Completed or Contracts.RunState.CompletedWithFailures or Contracts.RunState.Cancelled;
}
