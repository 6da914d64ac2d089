using System.Text.Json.Serialization;

namespace Billing.Contracts;

[JsonConverter(typeof(EnumNameConverter<RunMode>))]
public enum RunMode
{
    [JsonStringEnumMemberName("preview")]
    Preview,
    [JsonStringEnumMemberName("final")]
    Final,
    [JsonStringEnumMemberName("dual_run")]
    DualRun,
}

[JsonConverter(typeof(EnumNameConverter<Lane>))]
public enum Lane
{
    [JsonStringEnumMemberName("batch")]
    Batch,
    [JsonStringEnumMemberName("interactive")]
    Interactive,
}

/// <summary>
/// Command: bill a tenant's cycles. Plain JSON on the queue <c>billing-run-requests</c>, the body of <c>POST /api/runs</c>, and what the CLI sends.
/// Exactly one of <see cref="Period"/>, <see cref="DueBy"/>, <see cref="PreviewRunId"/> and <see cref="Manual"/> says what is billed.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RunBilling
{
    public required string TenantId { get; init; }

    /// <summary>The requester's own name of this request, unique per tenant: asking twice starts one run. Required on the queue; the API makes one when it is absent.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Id the run gets; null lets the Planner derive one. Lets a requester watch for events before the run exists.</summary>
    public Guid? RunId { get; init; }

    public RunMode Mode { get; init; } = RunMode.Preview;

    /// <summary>Half-open: selects the cycles that lie wholly within it. It never cuts a cycle.</summary>
    public DateRange? Period { get; init; }

    /// <summary>Selects every cycle not billed yet that has ended by this date: its first day not covered is on or before it.</summary>
    public DateOnly? DueBy { get; init; }

    /// <summary>Null for all companies of the tenant.</summary>
    public IReadOnlyList<string>? CompanyIds { get; init; }

    /// <summary>Commit this preview: its cycles, its pipeline and its <c>as_of</c>.</summary>
    public Guid? PreviewRunId { get; init; }

    /// <summary>Instead of cycles: one company's invoice of lines entered by hand.</summary>
    public ManualInvoiceRequest? Manual { get; init; }

    /// <summary>What modules see as now; null for the time of creation, in whole seconds.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Policy profile; null for the tenant's own, else <c>standard</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>Fact source; null for <c>facts</c>.</summary>
    public string? FactSource { get; init; }

    public Lane Lane { get; init; } = Lane.Batch;

    /// <summary>Who asked: shown in the run's history.</summary>
    public string? RequestedBy { get; init; }
}

/// <summary>Command: stop sending batches of a run; what is in flight finishes.</summary>
public sealed record CancelRun(string TenantId, Guid RunId, string? RequestedBy = null);

/// <summary>Event: a request could not become a run. The request's bytes are kept by the Planner.</summary>
/// <param name="RunId">The id the requester chose, if it could be read.</param>
public sealed record RunRequestRejected(BillingError Error, string? TenantId = null, Guid? RunId = null, string? IdempotencyKey = null);

/// <summary>Event: a run moved. Counts are derived from rows.</summary>
public sealed record BillingRunProgressed(string TenantId, Guid RunId, RunMode Mode, RunState State, RunCounts Counts);

/// <summary>Event: a run reached <c>completed</c>, <c>completed_with_failures</c> or <c>cancelled</c>. Published once per completion, delivered at least once.</summary>
public sealed record BillingRunCompleted(string TenantId, Guid RunId, RunMode Mode, RunState State, RunCounts Counts, DateTimeOffset CompletedAt);

[JsonConverter(typeof(EnumNameConverter<RunState>))]
public enum RunState
{
    [JsonStringEnumMemberName("requested")]
    Requested,
    [JsonStringEnumMemberName("running")]
    Running,
    [JsonStringEnumMemberName("paused")]
    Paused,
    [JsonStringEnumMemberName("cancelling")]
    Cancelling,
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
    [JsonStringEnumMemberName("completed")]
    Completed,
    [JsonStringEnumMemberName("completed_with_failures")]
    CompletedWithFailures,
}

/// <summary>Companies (company and cycle) of a run by where they stand, and what came out.</summary>
/// <param name="Total">All.</param>
/// <param name="Open">Not reported yet, in flight included.</param>
/// <param name="Succeeded">Issued or previewed.</param>
/// <param name="NothingToBill">No charges, or already invoiced.</param>
/// <param name="Failed">Typed failures.</param>
/// <param name="Cancelled">Never sent, because the run was cancelled.</param>
/// <param name="TotalCents">Sum of invoice totals by currency.</param>
public sealed record RunCounts(int Total, int Open, int InFlight, int Succeeded, int NothingToBill, int Failed, int Cancelled, IReadOnlyDictionary<string, long> TotalCents);
