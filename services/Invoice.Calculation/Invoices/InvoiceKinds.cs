using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>What a company's result is issued as.</summary>
public static class InvoiceKinds
{
    /// <summary>What a request's result is issued as: a manual invoice stays one, whatever it comes to.</summary>
    public static InvoiceKind Of(RequestKind? request, long totalCents) => request == RequestKind.Manual ? InvoiceKind.Manual : OfCycle(totalCents);

    /// <summary>A cycle that comes to less than nothing is owed to the customer: a credit note. Zero is an invoice.</summary>
    private static InvoiceKind OfCycle(long totalCents) => totalCents < 0 ? InvoiceKind.CreditNote : InvoiceKind.Cycle;
}
