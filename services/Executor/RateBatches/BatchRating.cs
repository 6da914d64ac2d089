using Billing.Contracts;
using Billing.Executor.Pipelines;
using Billing.Executor.Storage;
using Billing.Hosting;
using Billing.Rating;
using Microsoft.Extensions.Logging;

namespace Billing.Executor.RateBatches;

/// <summary>
/// Rates the companies of a batch. What an input came to under the same pipeline before is taken as it is; the rest is rated in parallel and written in one
/// transaction. When that fails as a whole it is done company by company, so that one company's trouble is its own.
/// </summary>
internal sealed partial class BatchRating(CompanyRater rater, PipelinePreparation pipelines, RatingLanes lanes, ISnapshotStore snapshots, RatingStore store, ILogger<BatchRating> logger)
{
    /// <param name="alone">True for a redelivered batch: one company after the other, each written before the next is begun.</param>
    /// <returns>By input digest, one for every company of the batch.</returns>
    public async Task<IReadOnlyDictionary<string, RatedInput>> RateAsync(RateCompanies batch, string? traceId, bool alone, CancellationToken cancellationToken)
    {
        var work = new Work(
            new(batch.TenantId, batch.RunId, batch.PipelineDigest, traceId), batch.Lane, new(batch.Companies.Count, StringComparer.Ordinal));
        await RecallAsync(work, batch.Companies, cancellationToken);
        var open = Open(work, batch);
        RatingMetrics.CountRecalls(hits: work.Results.Count, misses: open.Length);
        if (open.Length == 0 || await PrepareAsync(work, open, cancellationToken) is not { } pipeline)
            return work.Results;

        if (!alone && open.Length > 1)
            await TryTogetherAsync(work, pipeline, open, cancellationToken);
        foreach (var company in Open(work, batch))
            await AloneAsync(work, pipeline, company, cancellationToken);
        return work.Results;
    }

    private static CompanyToRate[] Open(Work work, RateCompanies batch) =>
        [.. batch.Companies.DistinctBy(company => company.InputDigest, StringComparer.Ordinal).Where(company => !work.Results.ContainsKey(company.InputDigest))];

    private async Task RecallAsync(Work work, IReadOnlyList<CompanyToRate> companies, CancellationToken cancellationToken)
    {
        var known = await store.FindAsync(work.Origin, [.. companies.Select(company => company.InputDigest)], cancellationToken);
        foreach (var company in companies)
        {
            if (known.TryGetValue(company.InputDigest, out var answer))
                work.Results[company.InputDigest] = RatedInput.Recalled(company, answer);
        }
    }

    /// <summary>Null when the pipeline cannot be used: then every open company has that failure. It is never remembered, as a pipeline's modules can come back.</summary>
    private async Task<PreparedPipeline?> PrepareAsync(Work work, CompanyToRate[] open, CancellationToken cancellationToken)
    {
        var (tenantId, digest) = (work.Origin.TenantId, work.Origin.PipelineDigest);
        BillingError error;
        try
        {
            return await pipelines.GetAsync(tenantId, digest, PreparationCause.Batch, cancellationToken);
        }
        catch (Rating.BillingException exception)
        {
            LogPipelineFailed(exception, work.Origin.RunId, digest);
            error = exception.Error;
        }
        catch (SnapshotMissingException exception)
        {
            LogPipelineFailed(exception, work.Origin.RunId, digest);
            error = new(ErrorCodes.SnapshotMissing, exception.Message, "Start the run anew: creating it pins its pipeline again.", digest);
        }

        foreach (var company in open)
            work.Results[company.InputDigest] = RatedInput.Failed(company, error, final: false);
        return null;
    }

    private async Task TryTogetherAsync(Work work, PreparedPipeline pipeline, CompanyToRate[] companies, CancellationToken cancellationToken)
    {
        try
        {
            await RateAndKeepAsync(work, pipeline, companies, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !Outage.Is(exception))
        {
            LogFellApart(exception, work.Origin.RunId, companies.Length);
        }
    }

    private async Task AloneAsync(Work work, PreparedPipeline pipeline, CompanyToRate company, CancellationToken cancellationToken)
    {
        try
        {
            await RateAndKeepAsync(work, pipeline, [company], cancellationToken);
        }
        catch (SnapshotMissingException missing)
        {
            work.Results[company.InputDigest] = RatedInput.Failed(
                company, new(ErrorCodes.SnapshotMissing, missing.Message, "Start another run of the same cycles: planning the company again writes its input again.", missing.Digest), final: false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !Outage.Is(exception))
        {
            LogCompanyFailed(exception, work.Origin.RunId, company.CompanyId);
            work.Results[company.InputDigest] = RatedInput.Failed(company, Unexpected(company, exception), final: false);
        }
    }

    private async Task RateAndKeepAsync(Work work, PreparedPipeline pipeline, CompanyToRate[] companies, CancellationToken cancellationToken)
    {
        var inputs = await snapshots.GetManyAsync(work.Origin.TenantId, [.. companies.Select(company => company.InputDigest)], cancellationToken);
        var rated = await Task.WhenAll(companies.Select(company => lanes.RunAsync(
            work.Lane, () => Task.Run(() => RateAsync(work, pipeline, company, inputs[company.InputDigest], cancellationToken), cancellationToken), cancellationToken)));
        var chargeSets = rated.Where(input => input.ChargeSetDigest is not null).Select(input => new Snapshot(input.ChargeSetDigest!, "charge_set", input.Content));
        await snapshots.PutManyAsync(work.Origin.TenantId, [.. chargeSets], cancellationToken);
        await store.SaveAsync(work.Origin, rated, cancellationToken);
        foreach (var input in rated)
        {
            RatingMetrics.Count(input);
            work.Results[input.Company.InputDigest] = input;
        }
    }

    private async Task<RatedInput> RateAsync(Work work, PreparedPipeline pipeline, CompanyToRate company, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            var input = InputDocument.Read(content, company.InputDigest);
            return RatedInput.Of(company, await rater.RateAsync(pipeline, input, cancellationToken));
        }
        catch (Rating.BillingException exception)
        {
            return RatedInput.Failed(company, exception.Error, final: true);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !Outage.Is(exception))
        {
            LogCompanyFailed(exception, work.Origin.RunId, company.CompanyId);
            return RatedInput.Failed(company, Unexpected(company, exception), final: false);
        }
    }

    private static BillingError Unexpected(CompanyToRate company, Exception exception) => new(
        ErrorCodes.Internal,
        $"Rating company {company.CompanyId} failed unexpectedly: {exception.Message}",
        "Start another run of the same cycles: it leaves out what is billed. If it stays, look for the run's trace.",
        company.CompanyId);

    [LoggerMessage(EventName = "executor.batch_fell_apart", Level = LogLevel.Warning, Message = "A batch of {Companies} companies of run {RunId} failed as a whole and is done company by company")]
    private partial void LogFellApart(Exception exception, Guid runId, int companies);

    [LoggerMessage(EventName = "executor.company_failed", Level = LogLevel.Error, Message = "Company {CompanyId} of run {RunId} could not be rated")]
    private partial void LogCompanyFailed(Exception exception, Guid runId, string companyId);

    [LoggerMessage(EventName = "executor.pipeline_failed", Level = LogLevel.Error, Message = "Pipeline {PipelineDigest} of run {RunId} cannot be used")]
    private partial void LogPipelineFailed(Exception exception, Guid runId, string pipelineDigest);

    private sealed record Work(BatchOrigin Origin, Lane Lane, Dictionary<string, RatedInput> Results);
}
