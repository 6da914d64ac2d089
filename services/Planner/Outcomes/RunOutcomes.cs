using Billing.Contracts;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Billing.Planner.Outcomes;

/// <summary>What every consumer of outcomes does: record, then announce.</summary>
internal sealed partial class RunOutcomes(OutcomeStore store, RunAnnouncer announcer, ILogger<RunOutcomes> logger)
{
    public async Task TakeAsync(BatchReport report, IPublishEndpoint publisher, CancellationToken cancellationToken) =>
        await AnnounceAsync(await store.RecordAsync(report, cancellationToken), report.TenantId, report.RunId, publisher, cancellationToken);

    public async Task TakeAsync(CompanyFailed undelivered, IPublishEndpoint publisher, CancellationToken cancellationToken) =>
        await AnnounceAsync(await store.RecordUndeliveredAsync(undelivered, cancellationToken), undelivered.TenantId, undelivered.RunId, publisher, cancellationToken);

    private async Task AnnounceAsync(RecordedReport? recorded, string tenantId, Guid runId, IPublishEndpoint publisher, CancellationToken cancellationToken)
    {
        if (recorded is null)
            LogUnknownRun(tenantId, runId);
        else
            await announcer.AnnounceAsync(publisher, recorded, cancellationToken);
    }

    // The broker outlived the database it belongs to: there is nobody left to tell.
    [LoggerMessage(EventName = "outcome.unknown_run", Level = LogLevel.Error, Message = "An outcome names run {RunId} of tenant {TenantId}, which is not here; it is dropped")]
    private partial void LogUnknownRun(string tenantId, Guid runId);
}
