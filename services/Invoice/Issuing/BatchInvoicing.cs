using Billing.Contracts;
using Billing.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Billing.Invoice.Issuing;

/// <summary>
/// Invoices one rated batch: in one transaction when all goes well, else company by company, so that one company's trouble is its own. Doing the same batch
/// again finds the rows of the first time and reports the same.
/// </summary>
internal sealed partial class BatchInvoicing(InvoiceDrafting drafting, IssuingTarget issuing, PreviewTarget previewing, ILogger<BatchInvoicing> logger)
{
    private const int Tries = 3;

    /// <param name="alone">True for a redelivered batch: each company in its own transaction.</param>
    /// <returns>One result per company of the batch, in the batch's order. Companies that failed before are not among them.</returns>
    public async Task<IReadOnlyList<CompanyResult>> InvoiceAsync(CompaniesRated batch, string? traceId, bool alone, CancellationToken cancellationToken)
    {
        var work = new Work(
            new(batch.TenantId, batch.RunId, traceId), batch.Mode == RunMode.Final ? issuing : previewing, batch.PipelineDigest, new(batch.Companies.Count));
        CycleKey[] keys = [.. batch.Companies.Select(CycleKey.Of).Distinct()];
        foreach (var settled in await work.Target.FindSettledAsync(work.Origin, keys, cancellationToken))
            work.Results[new(settled.CompanyId, settled.BillingCycleId, settled.Revision)] = CompanyResult.Of(settled);

        if (!alone)
            await TryTogetherAsync(work, Open(work, batch), cancellationToken);
        foreach (var company in Open(work, batch))
            work.Results[CycleKey.Of(company)] = await AloneAsync(work, company, cancellationToken);
        return [.. keys.Select(key => work.Results[key])];
    }

    private static RatedCompany[] Open(Work work, CompaniesRated batch) =>
        [.. batch.Companies.DistinctBy(CycleKey.Of).Where(company => !work.Results.ContainsKey(CycleKey.Of(company)))];

    private async Task TryTogetherAsync(Work work, RatedCompany[] companies, CancellationToken cancellationToken)
    {
        if (companies.Length == 0)
            return;
        try
        {
            await SettleAsync(work, companies, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !Outage.Is(exception))
        {
            LogFellApart(exception, work.Origin.RunId, companies.Length);
        }
    }

    private async Task<CompanyResult> AloneAsync(Work work, RatedCompany company, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            try
            {
                await SettleAsync(work, [company], cancellationToken);
                if (work.Results.TryGetValue(CycleKey.Of(company), out var result))
                    return result;
            }
            catch (PostgresException exception) when (IsLostRace(exception))
            {
                LogLostRace(exception, work.Origin.RunId, company.CompanyId, attempt);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && !Outage.Is(exception))
            {
                LogCompanyFailed(exception, work.Origin.RunId, company.CompanyId);
                return CompanyResult.Of(Failure(company, exception));
            }
        }

        return CompanyResult.Of(company.Fail(
            new(
                ErrorCodes.Internal,
                $"Company {company.CompanyId} could not be invoiced: other transactions billed the same events or cycle {Tries} times in a row.",
                "Start another run of the same cycles: it leaves out what is billed.",
                company.CompanyId),
            final: false));
    }

    /// <summary>Adds a result for every company that came to one; a company without one lost a race to a concurrent transaction.</summary>
    private async Task SettleAsync(Work work, IReadOnlyList<RatedCompany> companies, CancellationToken cancellationToken)
    {
        var drafted = await drafting.DraftAsync(work.Origin.TenantId, work.PipelineDigest, companies, cancellationToken);
        if (drafted.Drafts.Count > 0)
        {
            var stored = await work.Target.StoreAsync(work.Origin, drafted.Drafts, cancellationToken);
            foreach (var row in stored.Rows)
                work.Results[row.Key] = CompanyResult.Of(work.Target.Report(work.Origin, row));
            foreach (var refusal in stored.Refused)
                work.Results.TryAdd(refusal.Key, CompanyResult.Of(refusal.ToFailure()));
        }

        foreach (var nothing in drafted.NothingToBill)
            work.Results[new(nothing.CompanyId, nothing.BillingCycleId, nothing.Revision)] = CompanyResult.Of(nothing);
        foreach (var failed in drafted.Failed)
            work.Results[new(failed.CompanyId, failed.BillingCycleId, failed.Revision)] = CompanyResult.Of(failed);
    }

    private static FailedCompany Failure(RatedCompany company, Exception exception) => exception switch
    {
        Rating.BillingException typed => company.Fail(typed.Error, final: true),
        SnapshotMissingException missing => company.Fail(
            new(ErrorCodes.SnapshotMissing, missing.Message, "Start another run of the same cycles: planning the company again writes its snapshots again.", missing.Digest), final: false),
        _ => company.Fail(
            new(
                ErrorCodes.Internal,
                $"Invoicing company {company.CompanyId} failed unexpectedly: {exception.Message}",
                "Start another run of the same cycles: it leaves out what is billed. If it stays, look for the run's trace.",
                company.CompanyId),
            final: false),
    };

    /// <summary>A unique or exclusion constraint met a concurrent transaction, or the server broke a deadlock. The next try sees what the other one wrote.</summary>
    private static bool IsLostRace(PostgresException exception) => exception.SqlState
        is PostgresErrorCodes.UniqueViolation
        or PostgresErrorCodes.ExclusionViolation
        or PostgresErrorCodes.SerializationFailure
        or PostgresErrorCodes.DeadlockDetected;

    [LoggerMessage(EventName = "invoice.batch_fell_apart", Level = LogLevel.Warning, Message = "A batch of {Companies} companies of run {RunId} failed as a whole and is done company by company")]
    private partial void LogFellApart(Exception exception, Guid runId, int companies);

    [LoggerMessage(EventName = "invoice.lost_race", Level = LogLevel.Information, Message = "Company {CompanyId} of run {RunId} met a concurrent transaction in attempt {Attempt}")]
    private partial void LogLostRace(Exception exception, Guid runId, string companyId, int attempt);

    [LoggerMessage(EventName = "invoice.company_failed", Level = LogLevel.Error, Message = "Company {CompanyId} of run {RunId} could not be invoiced")]
    private partial void LogCompanyFailed(Exception exception, Guid runId, string companyId);

    private sealed record Work(BatchOrigin Origin, IBatchTarget Target, string PipelineDigest, Dictionary<CycleKey, CompanyResult> Results);
}
