using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>What invoicing one company came to: a document, a typed failure, or nothing to bill (both null).</summary>
public sealed record InvoiceOutcome(InvoiceDocument? Document, BillingError? Error)
{
    public static InvoiceOutcome NothingToBill { get; } = new(null, null);

    public bool IsNothingToBill => Document is null && Error is null;

    public static InvoiceOutcome Failed(BillingError error) => new(null, error);
}
