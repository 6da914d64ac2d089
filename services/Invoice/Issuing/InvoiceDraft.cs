using Billing.Contracts;

namespace Billing.Invoice.Issuing;

/// <summary>One company's invoice before it is issued or shown: the document, and what is written beside it in the transaction that issues.</summary>
/// <param name="Content">The document's canonical JSON, whose SHA-256 is <paramref name="DocumentDigest"/>.</param>
/// <param name="Settled">Each event and part once.</param>
/// <param name="ScopeOfCharge">Charge id to the scope or stage that made the charge.</param>
internal sealed record InvoiceDraft(
    Guid InvoiceId,
    InvoiceDocument Document,
    string DocumentDigest,
    ReadOnlyMemory<byte> Content,
    IReadOnlyList<ConsumedEvent> Settled,
    IReadOnlyList<Balance> Balances,
    IReadOnlyDictionary<string, string?> ScopeOfCharge);

/// <summary>What is billed at most once.</summary>
internal readonly record struct CycleKey(string CompanyId, string BillingCycleId, int Revision)
{
    public static CycleKey Of(RatedCompany company) => new(company.CompanyId, company.BillingCycleId, company.Revision);

    public static CycleKey Of(InvoiceDocument document) => new(document.CompanyId, document.Period.BillingCycleId, document.Revision);
}

/// <summary>Where a batch comes from: kept with every row it writes.</summary>
internal sealed record BatchOrigin(string TenantId, Guid RunId, string? TraceId);
