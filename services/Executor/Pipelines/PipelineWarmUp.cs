using Billing.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Billing.Executor.Pipelines;

/// <summary>
/// Prepares the pipelines used last before the bus hands out the first batch: an executor that is added to a run in progress compiles nothing on the run's path.
/// It takes its time and no more: what is not ready then is prepared when a batch needs it.
/// </summary>
internal sealed partial class PipelineWarmUp(PipelinePreparation pipelines, PipelineUse use, TimeProvider time, ILogger<PipelineWarmUp> logger) : IHostedService
{
    private const int Most = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var prepared = 0;
        var latest = await use.LatestAsync(Most, cancellationToken);
        foreach (var (tenantId, digest) in latest.TakeWhile(_ => time.GetElapsedTime(started) < Patience))
        {
            try
            {
                await pipelines.GetAsync(tenantId, digest, PreparationCause.Start, cancellationToken);
                prepared++;
            }
            catch (Exception exception) when (exception is Rating.BillingException or SnapshotMissingException)
            {
                LogNotPrepared(exception, digest, tenantId); // pinned for another engine, or its snapshot's retention is over: nothing will ask for it
            }
        }

        var milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
        if (latest.Count > 0)
            LogReady(prepared, latest.Count, milliseconds);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventName = "executor.warmed_up", Level = LogLevel.Information, Message = "{Prepared} of the {Latest} pipelines used last are ready after {Milliseconds:0} ms")]
    private partial void LogReady(int prepared, int latest, double milliseconds);

    [LoggerMessage(EventName = "executor.pipeline_left_out", Level = LogLevel.Information, Message = "Pipeline {PipelineDigest} of tenant {TenantId} was used lately and cannot be prepared here")]
    private partial void LogNotPrepared(Exception exception, string pipelineDigest, string tenantId);
}
