using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>What an invoice is made of: the company, its charges, how they stand together, and how each is taxed.</summary>
/// <param name="Groups">Charges that are one item, by their places in <paramref name="Charges"/>.</param>
/// <param name="Treatments">In the order of the charges.</param>
/// <param name="Exemption">Why no tax is charged at all; null where tax is charged.</param>
public sealed record InvoiceBasis(
    CompanyInput Input,
    TaxedCompany Company,
    IReadOnlyList<Charge> Charges,
    IReadOnlyList<IReadOnlyList<int>> Groups,
    IReadOnlyList<TaxTreatment> Treatments,
    TaxExemption? Exemption)
{
    public static InvoiceBasis Of(CompanyInput input, IReadOnlyList<Charge> charges, TaxPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var company = TaxedCompany.Of(input);
        var groups = ItemGroups.Of(charges);
        return new InvoiceBasis(input, company, charges, groups, TaxTreatments.Of(charges, groups, company, policies), Relief(company, policies));
    }

    private static TaxExemption? Relief(TaxedCompany company, TaxPolicies policies) =>
        company.IsTaxExempt ? TaxExemption.Exempt : policies.ReverseCharge(company) ? TaxExemption.ReverseCharge : null;
}
