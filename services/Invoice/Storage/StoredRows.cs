using System.Globalization;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Invoice.Issuing;

namespace Billing.Invoice.Storage;

/// <summary>An invoice or preview as its row says: outcomes are built from rows alone, so that a second report equals the first.</summary>
/// <param name="InvoiceId">Null for a preview, as is <paramref name="Number"/>.</param>
internal sealed record StoredInvoice(
    string CompanyId,
    string BillingCycleId,
    int Revision,
    Guid RunId,
    Guid? InvoiceId,
    string? Number,
    string CurrencyCode,
    long TotalCents,
    string InputDigest,
    string ChargeSetDigest,
    string DocumentDigest,
    Jsonb Warnings)
{
    public CycleKey Key => new(CompanyId, BillingCycleId, Revision);

    public InvoicedCompany ToOutcome(CompanyOutcome outcome) => new(
        CompanyId, BillingCycleId, Revision, outcome, InputDigest, ChargeSetDigest, TotalCents, Warnings.To(BillingJson.Default.IReadOnlyListBillingWarning),
        DocumentDigest, InvoiceId, Number, CurrencyCode);
}

/// <summary>A company taken out of a batch by another live invoice: of overlapping days, or that settled one of its events.</summary>
internal sealed record Refusal(
    string CompanyId, string BillingCycleId, int Revision, string Number, DateOnly? PeriodStart, DateOnly? PeriodEnd, string? Pack, string? EventId)
{
    public CycleKey Key => new(CompanyId, BillingCycleId, Revision);

    public FailedCompany ToFailure() => Pack is null
        ? new(
            CompanyId,
            BillingCycleId,
            Revision,
            new(
                ErrorCodes.PeriodOverlap,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Cycle {BillingCycleId} of company {CompanyId} has days that invoice {Number} already bills ({PeriodStart:yyyy-MM-dd} up to, not including, {PeriodEnd:yyyy-MM-dd})."),
                "Correct the dates of the cycle, so that it does not overlap what is invoiced.",
                CompanyId),
            Final: true)
        : new(
            CompanyId,
            BillingCycleId,
            Revision,
            new(
                ErrorCodes.EventAlreadyBilled,
                $"{Pack} event {EventId} of company {CompanyId} is already settled by invoice {Number}.",
                "Plan the company again: its facts now tell which events are billed.",
                EventId),
            Final: false);
}

/// <summary>What a transaction left: the rows of the batch's cycles, and who was taken out of it. A cycle in neither lost a race and is tried again.</summary>
internal sealed record StoredBatch(IReadOnlyList<StoredInvoice> Rows, IReadOnlyList<Refusal> Refused);
