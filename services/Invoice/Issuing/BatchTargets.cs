using Billing.Contracts;
using Billing.Invoice.Storage;

namespace Billing.Invoice.Issuing;

/// <summary>Where a drafted batch goes: into invoices or into previews. Everything before and after it is the same for both.</summary>
internal interface IBatchTarget
{
    /// <summary>Companies whose outcome stands already: this run's own, reported again, and cycles that are invoiced.</summary>
    Task<IReadOnlyList<InvoicedCompany>> FindSettledAsync(BatchOrigin origin, IReadOnlyList<CycleKey> keys, CancellationToken cancellationToken);

    /// <summary>One transaction for all drafts.</summary>
    Task<StoredBatch> StoreAsync(BatchOrigin origin, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken);

    InvoicedCompany Report(BatchOrigin origin, StoredInvoice row);
}

/// <summary>A final run: invoices are issued.</summary>
internal sealed class IssuingTarget(InvoiceStore store) : IBatchTarget
{
    public async Task<IReadOnlyList<InvoicedCompany>> FindSettledAsync(BatchOrigin origin, IReadOnlyList<CycleKey> keys, CancellationToken cancellationToken)
    {
        var rows = await store.FindInvoicesAsync(origin.TenantId, keys, cancellationToken);
        return [.. rows.Select(row => Report(origin, row))];
    }

    public Task<StoredBatch> StoreAsync(BatchOrigin origin, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken) =>
        store.IssueAsync(origin, drafts, cancellationToken);

    public InvoicedCompany Report(BatchOrigin origin, StoredInvoice row) =>
        row.RunId == origin.RunId ? row.ToOutcome(CompanyOutcome.Issued) : AlreadyInvoiced.Of(row);
}

/// <summary>A preview, or the shadow of a dual run: the same documents are kept to be shown, and nothing is issued.</summary>
internal sealed class PreviewTarget(InvoiceStore store) : IBatchTarget
{
    public async Task<IReadOnlyList<InvoicedCompany>> FindSettledAsync(BatchOrigin origin, IReadOnlyList<CycleKey> keys, CancellationToken cancellationToken)
    {
        var previews = await store.FindPreviewsAsync(origin, keys, cancellationToken);
        var known = previews.Select(row => row.Key).ToHashSet();
        CycleKey[] open = [.. keys.Where(key => !known.Contains(key))];
        var invoices = open.Length == 0 ? [] : await store.FindInvoicesAsync(origin.TenantId, open, cancellationToken);
        return [.. previews.Select(row => Report(origin, row)), .. invoices.Select(AlreadyInvoiced.Of)];
    }

    public Task<StoredBatch> StoreAsync(BatchOrigin origin, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken) =>
        store.PreviewAsync(origin, drafts, cancellationToken);

    public InvoicedCompany Report(BatchOrigin origin, StoredInvoice row) => row.ToOutcome(CompanyOutcome.Previewed);
}

/// <summary>Another run's invoice of the cycle: named, but its total is not of this run.</summary>
internal static class AlreadyInvoiced
{
    public static InvoicedCompany Of(StoredInvoice row) => row.ToOutcome(CompanyOutcome.AlreadyInvoiced) with { TotalCents = 0 };
}
