using System.Collections.Frozen;
using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_rate_check</c>: whether taxable charges must have a rate on another day than the tax date, before any tax is computed.</summary>
public static class TaxRateCheck
{
    /// <summary>The failure or refusal; null where the invoice may be made.</summary>
    public delegate InvoiceOutcome? Rule(InvoiceBasis basis);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["tax_date_only"] = TaxDateOnly,
        ["when_charged"] = WhenCharged,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static InvoiceOutcome? TaxDateOnly(InvoiceBasis basis) => null;

    /// <summary>
    /// A recurring charge must have a rate at the period's end as the source writes it, else the company fails. Any other charge may have none there; but without one on the
    /// day on which the cycle's invoice is made, no invoice is.
    /// </summary>
    public static InvoiceOutcome? WhenCharged(InvoiceBasis basis)
    {
        ArgumentNullException.ThrowIfNull(basis);
        if (basis.Exemption is not null)
            return null;
        var end = CycleEnd.Of(basis.Input);
        return Missing(basis, end.AsWritten, charge => charge.ChargeType == ChargeType.Recurring) is { } unpriced ? InvoiceOutcome.Failed(unpriced)
            : Missing(basis, end.AsStored, _ => true) is { } unissued ? InvoiceOutcome.Refused(unissued)
            : null;
    }

    private static BillingError? Missing(InvoiceBasis basis, DateOnly date, Func<Charge, bool> isAsked)
    {
        var regions = Enumerable.Range(0, basis.Charges.Count)
            .Where(i => isAsked(basis.Charges[i]) && TaxCalculator.IsTaxed(basis.Charges[i], basis.Treatments[i]))
            .Select(i => basis.Treatments[i].TaxingRegion)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (regions.Length == 0)
            return null;
        var rates = TaxRates.Of(basis.Input);
        return Array.Find(regions, region => rates.InForce(region, date).Count == 0) is { } without ? TaxErrors.NoRate(basis.Company, without, date) : null;
    }
}
