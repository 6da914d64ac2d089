using Billing.Contracts;

namespace Billing.Planner.Outcomes;

/// <summary>What a batch came to, whichever service said so.</summary>
/// <param name="IsFinal">Whether the run issues: only then do cycles close.</param>
public sealed record BatchReport(
    string TenantId, Guid RunId, int BatchNo, bool IsFinal, IReadOnlyList<InvoicedCompany> Companies, IReadOnlyList<FailedCompany> Failed)
{
    public static BatchReport From(InvoicesIssued issued)
    {
        ArgumentNullException.ThrowIfNull(issued);
        return new BatchReport(issued.TenantId, issued.RunId, issued.BatchNo, IsFinal: true, issued.Companies, issued.Failed);
    }

    public static BatchReport From(PreviewsReady previewed)
    {
        ArgumentNullException.ThrowIfNull(previewed);
        return new BatchReport(previewed.TenantId, previewed.RunId, previewed.BatchNo, IsFinal: false, previewed.Companies, previewed.Failed);
    }
}
