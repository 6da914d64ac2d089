namespace Billing.Contracts;

/// <summary>One company and cycle of a run; what is billed at most once is keyed (tenant, company, billing cycle, revision).</summary>
public sealed record CompanyCycle(string CompanyId, string BillingCycleId, int Revision);

/// <summary>
/// Event of the Planner: a run was created that rates with this pipeline. Every executor that is up prepares it at once, so that no batch of the run waits for compilation.
/// </summary>
/// <param name="PipelineDigest">Snapshot of the <see cref="PipelineDocument"/>.</param>
public sealed record PipelinePinned(string TenantId, Guid RunId, string PipelineDigest);

/// <summary>Command to the Planner: fetch the facts of a batch and send it on.</summary>
/// <param name="BatchNo">Names the batch in its run; its companies are rows of the Planner.</param>
/// <param name="Attempt">1 for the first sending; later sendings of the same batch are done company by company.</param>
public sealed record PlanCompanies(string TenantId, Guid RunId, int BatchNo, int Attempt, Lane Lane);

/// <summary>Command to the Executor: rate a batch.</summary>
/// <param name="PipelineDigest">Snapshot of the <see cref="PipelineDocument"/>.</param>
/// <param name="Failed">Companies that failed in planning: passed through, so that a batch is reported as a whole.</param>
public sealed record RateCompanies(
    string TenantId,
    Guid RunId,
    int BatchNo,
    int Attempt,
    Lane Lane,
    RunMode Mode,
    string PipelineDigest,
    IReadOnlyList<CompanyToRate> Companies,
    IReadOnlyList<FailedCompany> Failed);

/// <param name="InputDigest">Snapshot of the <see cref="CompanyInput"/>.</param>
public sealed record CompanyToRate(string CompanyId, string BillingCycleId, int Revision, string InputDigest);

/// <param name="Final">True when the same input fails again: the failure is remembered; false (a timeout, a lost connection) is worth another try.</param>
public sealed record FailedCompany(string CompanyId, string BillingCycleId, int Revision, BillingError Error, bool Final);

/// <summary>Event of the Executor: a batch was rated. Sent to the Invoice service's endpoint of the lane.</summary>
public sealed record CompaniesRated(
    string TenantId,
    Guid RunId,
    int BatchNo,
    int Attempt,
    Lane Lane,
    RunMode Mode,
    string PipelineDigest,
    IReadOnlyList<RatedCompany> Companies,
    IReadOnlyList<FailedCompany> Failed);

/// <param name="ChargeSetDigest">Snapshot of the <see cref="ChargeSet"/>.</param>
public sealed record RatedCompany(string CompanyId, string BillingCycleId, int Revision, string InputDigest, string ChargeSetDigest);

/// <summary>Event of the Invoice service: a batch of a final run is done.</summary>
public sealed record InvoicesIssued(string TenantId, Guid RunId, int BatchNo, int Attempt, IReadOnlyList<InvoicedCompany> Companies, IReadOnlyList<FailedCompany> Failed);

/// <summary>Event of the Invoice service: a batch of a preview run is done.</summary>
public sealed record PreviewsReady(string TenantId, Guid RunId, int BatchNo, int Attempt, IReadOnlyList<InvoicedCompany> Companies, IReadOnlyList<FailedCompany> Failed);

/// <summary>One company's outcome: issued, previewed, nothing_to_bill or already_invoiced.</summary>
/// <param name="InvoiceId">Null when there is no invoice.</param>
/// <param name="DocumentDigest">Snapshot of the <see cref="InvoiceDocument"/>; the same for a preview and its final.</param>
public sealed record InvoicedCompany(
    string CompanyId,
    string BillingCycleId,
    int Revision,
    CompanyOutcome Outcome,
    string InputDigest,
    string ChargeSetDigest,
    long TotalCents,
    IReadOnlyList<BillingWarning> Warnings,
    string? DocumentDigest = null,
    Guid? InvoiceId = null,
    string? InvoiceNumber = null,
    string? CurrencyCode = null);

/// <summary>Command to the Planner: a batch exhausted its deliveries at some endpoint and lies in its dead-letter queue.</summary>
public sealed record CompanyFailed(string TenantId, Guid RunId, int BatchNo, BillingError Error);
