using Billing.Contracts;

namespace Billing.Planner.Outcomes;

/// <summary>What a batch came to, whichever service said so.</summary>
public sealed record BatchReport(string TenantId, Guid RunId, int BatchNo, IReadOnlyList<InvoicedCompany> Companies, IReadOnlyList<FailedCompany> Failed)
{
    public static BatchReport From(InvoicesIssued issued)
    {
        ArgumentNullException.ThrowIfNull(issued);
        return new BatchReport(issued.TenantId, issued.RunId, issued.BatchNo, issued.Companies, issued.Failed);
    }

    public static BatchReport From(PreviewsReady previewed)
    {
        ArgumentNullException.ThrowIfNull(previewed);
        return new BatchReport(previewed.TenantId, previewed.RunId, previewed.BatchNo, previewed.Companies, previewed.Failed);
    }
}

/// <summary>An event that issued invoices settled.</summary>
public sealed record SettledEvent(string CompanyId, string BillingCycleId, ConsumedEvent Event);
