using System.Diagnostics;
using System.Diagnostics.Metrics;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Invoice.Storage;

namespace Billing.Invoice.Issuing;

/// <summary>Counts what batches came to. Amounts are nobody's telemetry.</summary>
internal static class InvoiceMetrics
{
    private static readonly Counter<long> Invoices = BillingTelemetry.Meter.CreateCounter<long>(
        "billing.invoices", "{invoice}", "Invoice documents reported: issued, or previewed");

    /// <param name="failed">Companies that failed in this service; those that failed before are counted where they did.</param>
    public static void Count(RunMode mode, IReadOnlyList<InvoicedCompany> invoiced, int failed)
    {
        foreach (var outcome in invoiced.CountBy(company => company.Outcome))
        {
            BillingTelemetry.Companies.Add(outcome.Value, Tags(mode, outcome.Key));
            if (outcome.Key is CompanyOutcome.Issued or CompanyOutcome.Previewed)
                Invoices.Add(outcome.Value, new TagList { { "mode", WireName<RunMode>.Of(mode) } });
        }

        if (failed > 0)
            BillingTelemetry.Companies.Add(failed, Tags(mode, CompanyOutcome.Failed));
    }

    private static TagList Tags(RunMode mode, CompanyOutcome outcome) =>
        new() { { "mode", WireName<RunMode>.Of(mode) }, { "outcome", WireName<CompanyOutcome>.Of(outcome) } };
}
