using System.Diagnostics;
using Billing.Contracts;
using Billing.Hosting;
using MassTransit;

namespace Billing.Invoice.Issuing;

/// <summary>Invoices a rated batch, commits, then tells the Planner. A message that comes again finds its rows and tells the same again.</summary>
internal class CompaniesRatedConsumer(BatchInvoicing invoicing) : IConsumer<CompaniesRated>
{
    public async Task Consume(ConsumeContext<CompaniesRated> context)
    {
        var batch = context.Message;
        var alone = batch.Attempt > 1 || context.ReceiveContext.Redelivered || context.GetRetryAttempt() > 0;
        var results = await invoicing.InvoiceAsync(batch, Activity.Current?.TraceId.ToHexString(), alone, context.CancellationToken);

        IReadOnlyList<InvoicedCompany> invoiced = [.. results.Select(result => result.Invoiced).OfType<InvoicedCompany>()];
        IReadOnlyList<FailedCompany> failed = [.. batch.Failed, .. results.Select(result => result.Failed).OfType<FailedCompany>()];
        InvoiceMetrics.Count(batch.Mode, invoiced, failed.Count - batch.Failed.Count);
        if (batch.Mode == RunMode.Final)
            await context.Publish(new InvoicesIssued(batch.TenantId, batch.RunId, batch.BatchNo, batch.Attempt, invoiced, failed), context.CancellationToken);
        else
            await context.Publish(new PreviewsReady(batch.TenantId, batch.RunId, batch.BatchNo, batch.Attempt, invoiced, failed), context.CancellationToken);
    }
}

/// <summary>Batches: one per processor at a time, so that one waits for the database while another calculates.</summary>
internal sealed class CompaniesRatedConsumerDefinition() : BillingConsumerDefinition<CompaniesRatedConsumer>(
    Endpoints.CompaniesRated, concurrency: Math.Max(2, Environment.ProcessorCount), prefetch: 2 * Math.Max(2, Environment.ProcessorCount));
