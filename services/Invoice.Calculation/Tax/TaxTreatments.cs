using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>How the charges of one company are taxed: each as it says, and those of one recurring item as the policies on consolidated items say.</summary>
internal static class TaxTreatments
{
    public static IReadOnlyList<TaxTreatment> Of(
        IReadOnlyList<Charge> charges, IReadOnlyList<IReadOnlyList<int>> groups, TaxedCompany company, TaxPolicies policies)
    {
        var treatments = charges.Select(charge => Own(charge, company)).ToArray();
        foreach (var group in groups)
        {
            if (charges[group[0]].ChargeType != ChargeType.Recurring)
                continue;
            var item = group.Select(i => treatments[i]).ToArray();
            item = policies.ConsolidatedRegion(policies.ConsolidatedTaxability(item), company.DefaultTaxRegion);
            for (var i = 0; i < item.Length; i++)
                treatments[group[i]] = item[i];
        }

        return treatments;
    }

    private static TaxTreatment Own(Charge charge, TaxedCompany company) => new(
        charge.IsTaxable, charge.TaxRegionHint ?? company.DefaultTaxRegion, ChargeRegions.Shown(charge, company));
}
