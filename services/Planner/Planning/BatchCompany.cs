using Billing.Contracts;

namespace Billing.Planner.Planning;

/// <summary>One open company and cycle of a batch, as pinned when the run was created.</summary>
/// <param name="TaxDate">The cycle's own; null leaves it to policy <c>tax_date</c>.</param>
internal sealed record BatchCompany(
    string CompanyId, string BillingCycleId, int Revision, string BillingCycle, DateOnly PeriodStart, DateOnly PeriodEnd, DateOnly? TaxDate)
{
    public BillingPeriod Period => new(PeriodStart, PeriodEnd, BillingCycle, BillingCycleId);

    public FailedCompany Failed(BillingError error) => new(CompanyId, BillingCycleId, Revision, error, Final: true);
}
