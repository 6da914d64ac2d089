using System.Text.Json;
using Billing.Contracts;

namespace Billing.Planner.Runs;

/// <summary>A row of <c>planner.run_companies</c> as people see it.</summary>
internal sealed record RunCompanyRow(
    string CompanyId,
    string? CompanyName,
    string BillingCycleId,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    int Revision,
    string State,
    string? InputDigest,
    string? ChargeSetDigest,
    string? DocumentDigest,
    Guid? InvoiceId,
    string? InvoiceNumber,
    string? CurrencyCode,
    long? TotalCents,
    string? Error,
    string? Warnings)
{
    public RunCompanyView ToView()
    {
        var outcome = WireName<CompanyOutcome>.TryParse(State, out var reported) ? reported : (CompanyOutcome?)null;
        return new RunCompanyView(
            CompanyId,
            BillingCycleId,
            PeriodStart,
            PeriodEnd,
            Revision,
            CompanyName: CompanyName,
            Outcome: outcome,
            InputDigest: InputDigest,
            ChargeSetDigest: ChargeSetDigest,
            DocumentDigest: DocumentDigest,
            InvoiceId: InvoiceId,
            InvoiceNumber: InvoiceNumber,
            CurrencyCode: CurrencyCode,
            TotalCents: TotalCents,
            // While a company waits for its retry the row holds the last failure; it is an outcome only once it is final.
            Error: Error is null || outcome is null ? null : JsonSerializer.Deserialize(Error, BillingJson.Default.BillingError),
            Warnings: Warnings is null ? null : JsonSerializer.Deserialize(Warnings, PlannerJson.Default.ListBillingWarning));
    }
}
