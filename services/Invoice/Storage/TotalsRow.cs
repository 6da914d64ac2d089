namespace Billing.Invoice.Storage;

/// <summary>Columns that invoices and previews have in common.</summary>
internal abstract class TotalsRow
{
    public Guid RunId { get; init; }

    public required string Kind { get; init; }

    public required string CompanyId { get; init; }

    public required string CompanyName { get; init; }

    public required string BillingCycleId { get; init; }

    public DateOnly PeriodStart { get; init; }

    /// <summary>First day not covered.</summary>
    public DateOnly PeriodEnd { get; init; }

    public int Revision { get; init; }

    public required string CurrencyCode { get; init; }

    public long SubtotalCents { get; init; }

    public long TaxCents { get; init; }

    public long TotalCents { get; init; }

    public required string DocumentDigest { get; init; }
}
