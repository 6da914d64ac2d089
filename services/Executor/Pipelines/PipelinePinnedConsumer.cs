using Billing.Contracts;
using Billing.Hosting;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Billing.Executor.Pipelines;

/// <summary>Prepares a run's pipeline when the run is created, in every executor. One that cannot be prepared is left to the batches, which report it company by company.</summary>
internal sealed partial class PipelinePinnedConsumer(PipelinePreparation pipelines, PipelineUse use, ILogger<PipelinePinnedConsumer> logger) : IConsumer<PipelinePinned>
{
    public async Task Consume(ConsumeContext<PipelinePinned> context)
    {
        var pinned = context.Message;
        try
        {
            await pipelines.GetAsync(pinned.TenantId, pinned.PipelineDigest, PreparationCause.Announcement, context.CancellationToken);
            await use.RecordAsync(pinned.TenantId, pinned.PipelineDigest, context.CancellationToken);
        }
        catch (Exception exception) when (exception is Rating.BillingException or SnapshotMissingException || Outage.Is(exception))
        {
            LogNotPrepared(exception, pinned.PipelineDigest, pinned.RunId);
        }
    }

    [LoggerMessage(EventName = "executor.pipeline_not_prepared", Level = LogLevel.Warning, Message = "Pipeline {PipelineDigest} of run {RunId} could not be prepared ahead of its batches")]
    private partial void LogNotPrepared(Exception exception, string pipelineDigest, Guid runId);
}

internal sealed class PipelinePinnedConsumerDefinition() : BroadcastConsumerDefinition<PipelinePinnedConsumer>("pipeline-pinned");
