using Billing.Contracts;

namespace Billing.Invoice.Issuing;

/// <summary>What a batch reports of one company: exactly one of the two.</summary>
internal sealed record CompanyResult(InvoicedCompany? Invoiced, FailedCompany? Failed)
{
    public static CompanyResult Of(InvoicedCompany invoiced) => new(invoiced, null);

    public static CompanyResult Of(FailedCompany failed) => new(null, failed);
}

internal static class RatedCompanies
{
    public static FailedCompany Fail(this RatedCompany company, BillingError error, bool final) =>
        new(company.CompanyId, company.BillingCycleId, company.Revision, error, final);
}
