using System.Collections.Concurrent;
using Billing.Hosting;
using Billing.Rating;
using Microsoft.Extensions.Logging;

namespace Billing.Executor.Pipelines;

/// <summary>Why a pipeline was prepared.</summary>
internal enum PreparationCause
{
    /// <summary>A run was created that rates with it.</summary>
    Announcement,

    /// <summary>It was used lately when this process started.</summary>
    Start,

    /// <summary>A batch needed it and nobody had said so before: its companies waited.</summary>
    Batch,
}

/// <summary>
/// Pipelines ready to rate with: modules compiled, bindings indexed. Whoever asks for one that is being prepared waits for that preparation and starts no second one.
/// </summary>
internal sealed partial class PipelinePreparation(CompanyRater rater, ISnapshotStore snapshots, PipelineUse use, TimeProvider time, ILogger<PipelinePreparation> logger)
{
    private readonly ConcurrentDictionary<(string TenantId, string Digest), Lazy<Task<PreparedPipeline>>> _underWay = new();

    /// <summary>Errors: those of <see cref="CompanyRater.PrepareAsync(string, ReadOnlyMemory{byte}, string, CancellationToken)"/>, and <see cref="SnapshotMissingException"/>.</summary>
    public async Task<PreparedPipeline> GetAsync(string tenantId, string digest, PreparationCause cause, CancellationToken cancellationToken)
    {
        if (rater.Find(tenantId, digest) is { } prepared)
            return prepared;
        // Many wait for it: no single one's cancellation ends it.
        var preparation = _underWay.GetOrAdd((tenantId, digest), key => new(() => PrepareAsync(key.TenantId, key.Digest, cause)));
        return await preparation.Value.WaitAsync(cancellationToken);
    }

    private async Task<PreparedPipeline> PrepareAsync(string tenantId, string digest, PreparationCause cause)
    {
        try
        {
            await Task.Yield(); // compiling is nothing for the thread of a lock's holder or of a start-up
            var started = time.GetTimestamp();
            var document = await snapshots.FindAsync(tenantId, digest, CancellationToken.None) ?? throw new SnapshotMissingException(tenantId, digest);
            var pipeline = await rater.PrepareAsync(tenantId, document, digest, CancellationToken.None);
            var elapsed = time.GetElapsedTime(started);
            var (milliseconds, name) = (elapsed.TotalMilliseconds, NameOf(cause));
            BillingTelemetry.PipelinePreparation.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("cause", name));
            LogPrepared(digest, tenantId, milliseconds, name);
            if (cause == PreparationCause.Batch)
                await use.RecordAsync(tenantId, digest, CancellationToken.None);
            return pipeline;
        }
        finally
        {
            _underWay.TryRemove((tenantId, digest), out _);
        }
    }

    private static string NameOf(PreparationCause cause) => cause switch
    {
        PreparationCause.Announcement => "announcement",
        PreparationCause.Start => "start",
        _ => "batch",
    };

    [LoggerMessage(EventName = "executor.pipeline_prepared", Level = LogLevel.Information, Message = "Pipeline {PipelineDigest} of tenant {TenantId} was prepared in {Milliseconds:0} ms, on {Cause}")]
    private partial void LogPrepared(string pipelineDigest, string tenantId, double milliseconds, string cause);
}
