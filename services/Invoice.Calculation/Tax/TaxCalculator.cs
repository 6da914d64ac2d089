using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>Tax of one company's charges: a line per region, and each charge's part of it.</summary>
/// <param name="Lines">By region, in ordinal order.</param>
/// <param name="ByCharge">Tax cents of each charge, in the order of the charges.</param>
/// <param name="Warnings">Of taxable charges that bear no tax.</param>
public sealed record ChargeTaxes(IReadOnlyList<TaxLine> Lines, IReadOnlyList<long> ByCharge, IReadOnlyList<BillingWarning> Warnings);

/// <summary>
/// Taxes charges by region. Source of the rules: "Arithmetic in one page" of the golden files' README, with the defaults of the tax policies: per region the
/// tax on the sum of taxable positive amounts, rounded up, split by falling amount. Pure: the same input gives the same cents in any order of charges.
/// </summary>
public static class TaxCalculator
{
    /// <exception cref="BillingException">
    /// <c>tax.rate_missing</c>: a taxable charge has no region, or its region no rate in force at the date, and policy does not leave it untaxed;
    /// <c>fact.invalid</c>, <c>fact.pack_missing</c>.
    /// </exception>
    /// <exception cref="OverflowException">A sum does not fit 64 bits.</exception>
    public static ChargeTaxes Calculate(InvoiceBasis basis, TaxPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(basis);
        ArgumentNullException.ThrowIfNull(policies);
        var taxes = new long[basis.Charges.Count];
        if (basis.Exemption is not null)
            return new ChargeTaxes([], taxes, []);

        var amounts = policies.Base(basis.Charges);
        var warnings = new List<BillingWarning>();
        var lines = new List<TaxLine>();
        foreach (var (region, members) in ByRegion(basis, amounts, policies, warnings))
            lines.Add(TaxRegion(basis, region, members, amounts, policies, taxes, warnings));
        return new ChargeTaxes(lines, taxes, warnings);
    }

    /// <summary>A charge of zero cents still needs a rate: whoever marks a service taxable in a region has to say at which rate.</summary>
    internal static bool IsTaxed(Charge charge, TaxTreatment treatment) => treatment.IsTaxable && charge.NetAmountCents >= 0 && charge.ChargeType != ChargeType.Discount;

    private static SortedDictionary<string, List<int>> ByRegion(InvoiceBasis basis, long[] amounts, TaxPolicies policies, List<BillingWarning> warnings)
    {
        var byRegion = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < basis.Charges.Count; i++)
        {
            if (!IsTaxed(basis.Charges[i], basis.Treatments[i]))
                continue;
            if (basis.Treatments[i].TaxingRegion is not { } region)
            {
                if (amounts[i] > 0)
                    warnings.Add(policies.MissingRegion(basis.Charges[i], TaxErrors.NoRegion(basis.Company, basis.Charges[i])));
            }
            else if (byRegion.TryGetValue(region, out var members))
            {
                members.Add(i);
            }
            else
            {
                byRegion.Add(region, [i]);
            }
        }

        return byRegion;
    }

    private static TaxLine TaxRegion(
        InvoiceBasis basis, string region, List<int> members, long[] amounts, TaxPolicies policies, long[] taxes, List<BillingWarning> warnings)
    {
        var date = basis.Input.Context.TaxDate;
        var rates = TaxRates.Of(basis.Input).InForce(region, date).Select(rate => policies.RateParts(rate)).ToArray();
        if (rates.Length == 0)
            warnings.Add(policies.MissingRate(TaxErrors.NoRate(basis.Company, region, date)));

        var positive = members.FindAll(i => amounts[i] > 0);
        var lines = positive.ConvertAll(i => new TaxableLine(basis.Charges[i].ChargeId ?? string.Empty, region, amounts[i]));
        var tax = policies.Aggregation(lines, TaxOf, policies.Remainder);
        for (var i = 0; i < positive.Count; i++)
            taxes[positive[i]] = tax.Shares[i];

        var taxed = lines.Sum(line => line.Cents);
        var cents = tax.Shares.Sum();
        return new TaxLine(region, (TaxOf(0).NominalRate ?? Percentage.Of(cents, taxed)).ToString(), taxed, cents, [.. rates.Select(rate => rate.TaxRateId)], tax.Parts);

        TaxAmount TaxOf(long amount) => TaxAmount.Of(amount, rates, date, policies.Rounding);
    }
}
