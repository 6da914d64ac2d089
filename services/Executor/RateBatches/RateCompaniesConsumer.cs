using System.Diagnostics;
using Billing.Contracts;
using Billing.Executor.Storage;
using Billing.Hosting;
using MassTransit;

namespace Billing.Executor.RateBatches;

/// <summary>Rates a batch, commits, then sends it on in its lane. A message that comes again finds its charge sets and sends the same again.</summary>
internal class RateCompaniesConsumer(BatchRating rating) : IConsumer<RateCompanies>
{
    public async Task Consume(ConsumeContext<RateCompanies> context)
    {
        var batch = context.Message;
        using var activity = BillingTelemetry.Source.StartActivity("rate companies");
        activity?.SetTag("billing.tenant_id", batch.TenantId).SetTag("billing.run_id", batch.RunId.ToString()).SetTag("billing.batch_no", batch.BatchNo).SetTag("billing.companies", batch.Companies.Count);
        // Sent a second time it was most likely only late. A message that the broker brings back, or a third sending, may be one that ends the process.
        var alone = batch.Attempt > 2 || context.ReceiveContext.Redelivered || context.GetRetryAttempt() > 0;
        var results = await rating.RateAsync(batch, Activity.Current?.TraceId.ToHexString(), alone, context.CancellationToken);
        await context.SendToAsync(Endpoints.CompaniesRatedOf(batch.Lane), Report(batch, results), context.CancellationToken);
    }

    private static CompaniesRated Report(RateCompanies batch, IReadOnlyDictionary<string, RatedInput> results)
    {
        var rated = new List<RatedCompany>(batch.Companies.Count);
        var failed = new List<FailedCompany>(batch.Failed);
        foreach (var company in batch.Companies)
        {
            var result = results[company.InputDigest];
            if (result.ChargeSetDigest is { } digest)
                rated.Add(new(company.CompanyId, company.BillingCycleId, company.Revision, company.InputDigest, digest));
            else
                failed.Add(new(company.CompanyId, company.BillingCycleId, company.Revision, result.Error!, result.Final));
        }

        return new(batch.TenantId, batch.RunId, batch.BatchNo, batch.Attempt, batch.Lane, batch.Mode, batch.PipelineDigest, rated, failed);
    }
}

/// <summary>Two batches at a time: one waits for the database while the other keeps the engine's threads busy. More of them would only take work from other executors.</summary>
internal sealed class RateCompaniesConsumerDefinition() : BillingConsumerDefinition<RateCompaniesConsumer>(Endpoints.RateCompanies, concurrency: 2);
