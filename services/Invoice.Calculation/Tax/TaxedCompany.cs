using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>What tax and invoices need to know of the billed company.</summary>
/// <param name="DefaultTaxRegion">Taxes what has no region of its own.</param>
/// <param name="IsTaxExempt">No tax at all.</param>
/// <param name="IsReverseCharge">The customer accounts for the tax; none is charged.</param>
public sealed record TaxedCompany(
    string CompanyId,
    string CompanyName,
    string CurrencyCode,
    string? DefaultTaxRegion,
    bool IsTaxExempt,
    bool IsReverseCharge)
{
    /// <summary>For messages.</summary>
    public string Label => CompanyName.Length == 0 ? CompanyId : $"{CompanyName} ({CompanyId})";

    /// <summary>Reads the CompanyPack row of a snapshot.</summary>
    /// <exception cref="BillingException"><c>fact.invalid</c>.</exception>
    public static TaxedCompany Of(CompanyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var row = new FactRow("CompanyPack", input.Context.Company, "company_id");
        return new TaxedCompany(
            row.Text("company_id"),
            row.Text("company_name"),
            row.Text("currency_code"),
            row.OptionalText("default_tax_region"),
            row.Flag("is_tax_exempt"),
            row.OptionalFlag("is_reverse_charge"));
    }
}
