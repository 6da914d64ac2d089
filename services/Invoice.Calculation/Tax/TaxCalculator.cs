using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>Tax of one company's charges: a line per region, and each charge's part of it.</summary>
/// <param name="Lines">By region, in ordinal order.</param>
/// <param name="ByCharge">Tax cents of each charge, in the order of the charges.</param>
public sealed record ChargeTaxes(IReadOnlyList<TaxLine> Lines, IReadOnlyList<long> ByCharge);

/// <summary>
/// Taxes charges by region. Source of the rules: "Arithmetic in one page" of the golden files' README, with the defaults of the tax policies: per region the
/// tax on the sum of taxable positive amounts, rounded up, split by falling amount. Pure: the same input gives the same cents in any order of charges.
/// </summary>
public static class TaxCalculator
{
    /// <param name="regions">The region that taxes each charge, in the order of the charges; null where there is none.</param>
    /// <exception cref="BillingException">
    /// <c>tax.rate_missing</c>: a taxable charge has no region, or its region no rate in force at the date; <c>fact.invalid</c>, <c>fact.pack_missing</c>.
    /// </exception>
    /// <exception cref="OverflowException">A sum does not fit 64 bits.</exception>
    public static ChargeTaxes Calculate(CompanyInput input, TaxedCompany company, IReadOnlyList<Charge> charges, IReadOnlyList<string?> regions, TaxPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(company);
        ArgumentNullException.ThrowIfNull(policies);
        var taxes = new long[charges.Count];
        if (!company.IsTaxed)
            return new ChargeTaxes([], taxes);

        var amounts = policies.Base(charges);
        var byRegion = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < charges.Count; i++)
        {
            if (!IsTaxed(charges[i]))
                continue;
            if (regions[i] is { } region)
                AddTo(byRegion, region, i);
            else if (amounts[i] > 0)
                throw NoRegion(company, charges[i]);
        }

        if (byRegion.Count == 0)
            return new ChargeTaxes([], taxes);

        var rates = TaxRates.Of(input);
        var lines = new List<TaxLine>(byRegion.Count);
        foreach (var (region, members) in byRegion)
            lines.Add(TaxRegion(input.Context.TaxDate, company, region, members, charges, amounts, rates, policies, taxes));
        return new ChargeTaxes(lines, taxes);
    }

    private static TaxLine TaxRegion(
        DateOnly date,
        TaxedCompany company,
        string region,
        List<int> members,
        IReadOnlyList<Charge> charges,
        long[] amounts,
        TaxRates rates,
        TaxPolicies policies,
        long[] taxes)
    {
        var inForce = rates.InForce(region, date);
        if (inForce.Count == 0)
            throw NoRate(company, region, date);

        var positive = members.FindAll(i => amounts[i] > 0);
        var lines = positive.ConvertAll(i => new TaxableLine(charges[i].ChargeId ?? string.Empty, region, amounts[i]));
        var shares = policies.Aggregation(lines, cents => TaxAmount.Of(cents, inForce, date, policies.Rounding), policies.Remainder);
        for (var i = 0; i < shares.Length; i++)
            taxes[positive[i]] = shares[i];

        var taxed = lines.Sum(line => line.Cents);
        var tax = shares.Sum();
        var nominal = TaxAmount.Of(0, inForce, date, policies.Rounding).NominalRate;
        return new TaxLine(region, (nominal ?? Percentage.Of(tax, taxed)).ToString(), taxed, tax, [.. inForce.Select(rate => rate.TaxRateId)]);
    }

    /// <summary>A charge of zero cents still needs a rate: whoever marks a service taxable in a region has to say at which rate.</summary>
    private static bool IsTaxed(Charge charge) => charge is { IsTaxable: true, NetAmountCents: >= 0 } && charge.ChargeType != ChargeType.Discount;

    private static void AddTo(SortedDictionary<string, List<int>> byRegion, string region, int charge)
    {
        if (!byRegion.TryGetValue(region, out var members))
            byRegion.Add(region, members = []);
        members.Add(charge);
    }

    private static BillingException NoRate(TaxedCompany company, string region, DateOnly date) => new(
        ErrorCodes.TaxRateMissing,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"No active tax rate for region {region} on {date:yyyy-MM-dd}, where company {company.Label} has taxable charges."),
        "Give the region a rate that covers the date, or mark the service as not taxable, and bill the company again.",
        region);

    private static BillingException NoRegion(TaxedCompany company, Charge charge) => new(
        ErrorCodes.TaxRateMissing,
        $"Charge '{charge.Description}' is taxable but names no tax region, and company {company.Label} has no default tax region.",
        "Give the company a default tax rate, or the service a tax rate of its own, and bill the company again.",
        company.CompanyId);
}
