using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>What invoicing one company came to: a document, a typed failure, or nothing to bill (document and error null).</summary>
/// <param name="ChargesStand">
/// The failure is of the invoice alone: under the policies in force the charges are right, and may be shown, but no invoice is made of them.
/// </param>
public sealed record InvoiceOutcome(InvoiceDocument? Document, BillingError? Error, bool ChargesStand = false)
{
    public static InvoiceOutcome NothingToBill { get; } = new(null, null);

    public bool IsNothingToBill => Document is null && Error is null;

    public static InvoiceOutcome Failed(BillingError error) => new(null, error);

    /// <summary>A failure that leaves the charges standing.</summary>
    public static InvoiceOutcome Refused(BillingError error) => new(null, error, ChargesStand: true);
}
