using System.Globalization;
using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>What stands between a taxable charge and its tax.</summary>
internal static class TaxErrors
{
    public static BillingError NoRate(TaxedCompany company, string region, DateOnly date) => new(
        ErrorCodes.TaxRateMissing,
        string.Create(CultureInfo.InvariantCulture, $"No active tax rate for region {region} on {date:yyyy-MM-dd}, where company {company.Label} has taxable charges."),
        "Give the region a rate that covers the date, or mark the service as not taxable, and bill the company again.",
        region);

    public static BillingError NoRegion(TaxedCompany company, Charge charge) => new(
        ErrorCodes.TaxRateMissing,
        $"Charge '{charge.Description}' is taxable but names no tax region, and company {company.Label} has no default tax region.",
        "Give the company a default tax rate, or the service a tax rate of its own, and bill the company again.",
        company.CompanyId);
}
