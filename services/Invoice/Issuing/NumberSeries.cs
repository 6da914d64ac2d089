using System.ComponentModel.DataAnnotations;
using Billing.Contracts;

namespace Billing.Invoice.Issuing;

/// <summary>Series a tenant's numbers are counted in: invoices and credit notes each have their own, without gaps.</summary>
internal static class NumberSeries
{
    public const string Invoice = "invoice";
    public const string CreditNote = "credit_note";

    public static string Of(InvoiceKind kind) => kind == InvoiceKind.CreditNote ? CreditNote : Invoice;
}

/// <summary>How a number is written: prefix, then the counter padded with zeros, <c>INV-000001</c>. Configuration section <c>InvoiceNumbers</c>.</summary>
public sealed class InvoiceNumberOptions
{
    public const string Section = "InvoiceNumbers";

    /// <summary>Default <c>INV-</c>.</summary>
    [Required, StringLength(20)]
    public string InvoicePrefix { get; set; } = "INV-";

    /// <summary>Default <c>CN-</c>. It has to differ from <see cref="InvoicePrefix"/>: a number names one document.</summary>
    [Required, StringLength(20)]
    public string CreditNotePrefix { get; set; } = "CN-";

    /// <summary>Least number of digits; a longer counter is written in full. Default 6.</summary>
    [Range(1, 18)]
    public int Digits { get; set; } = 6;
}
