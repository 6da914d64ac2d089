using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>What a billing cycle's result is issued as.</summary>
public static class InvoiceKinds
{
    /// <summary>A cycle that comes to less than nothing is owed to the customer: a credit note. Zero is an invoice.</summary>
    public static InvoiceKind OfCycle(long totalCents) => totalCents < 0 ? InvoiceKind.CreditNote : InvoiceKind.Cycle;
}
