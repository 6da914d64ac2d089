using System.Text.Json.Serialization;

namespace Billing.Contracts;

[JsonConverter(typeof(EnumNameConverter<CompanyOutcome>))]
public enum CompanyOutcome
{
    [JsonStringEnumMemberName("rated")]
    Rated,
    [JsonStringEnumMemberName("issued")]
    Issued,
    [JsonStringEnumMemberName("previewed")]
    Previewed,
    [JsonStringEnumMemberName("nothing_to_bill")]
    NothingToBill,
    [JsonStringEnumMemberName("already_invoiced")]
    AlreadyInvoiced,
    [JsonStringEnumMemberName("failed")]
    Failed,
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>A run as <c>GET /api/runs/{id}</c> shows it.</summary>
/// <param name="CompaniesPerMinute">Over the run so far; null before the first company was reported.</param>
/// <param name="EtaSeconds">Null when unknown or finished.</param>
/// <param name="TraceId">The run's one trace.</param>
public sealed record RunView(
    string TenantId,
    Guid RunId,
    RunMode Mode,
    RunState State,
    string IdempotencyKey,
    DateTimeOffset AsOf,
    string PipelineDigest,
    RunCounts Counts,
    DateTimeOffset CreatedAt,
    Guid? PreviewRunId = null,
    string? RequestedBy = null,
    DateTimeOffset? CompletedAt = null,
    double? CompaniesPerMinute = null,
    double? EtaSeconds = null,
    string? TraceId = null);

/// <summary>One company and cycle of a run.</summary>
/// <param name="Outcome">Null while open.</param>
/// <param name="DocumentDigest">SHA-256 of the invoice document: the same in a preview and the final that issues it.</param>
public sealed record RunCompanyView(
    string CompanyId,
    string BillingCycleId,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    int Revision,
    string? CompanyName = null,
    CompanyOutcome? Outcome = null,
    string? InputDigest = null,
    string? ChargeSetDigest = null,
    string? DocumentDigest = null,
    Guid? InvoiceId = null,
    string? InvoiceNumber = null,
    string? CurrencyCode = null,
    long? TotalCents = null,
    BillingError? Error = null,
    IReadOnlyList<BillingWarning>? Warnings = null);

/// <summary>One page of a list. <see cref="Next"/> is handed back as <c>after</c>; null on the last page.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);
