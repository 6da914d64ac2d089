using Billing.Contracts;
using Billing.Hosting;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Billing.Planner.Runs;

/// <summary>Cancels a run asked for on the bus. One that is unknown or finished is left as it is, and said so in the log: nobody waits for an answer.</summary>
internal sealed partial class CancelRunConsumer(RunCancellation cancellation, ILogger<CancelRunConsumer> logger) : IConsumer<CancelRun>
{
    public async Task Consume(ConsumeContext<CancelRun> context)
    {
        try
        {
            await cancellation.CancelAsync(context.Message.TenantId, context.Message.RunId, context, context.CancellationToken);
        }
        catch (BillingException exception) when (exception.Error.Code is ErrorCodes.RunUnknown or ErrorCodes.RunFinished)
        {
            LogNotCancelled(context.Message.TenantId, context.Message.RunId, exception.Error.Code, exception.Error.Message);
        }
    }

    [LoggerMessage(EventName = "run.not_cancelled", Level = LogLevel.Warning, Message = "Run {RunId} of tenant {TenantId} is not cancelled: {Code}: {Reason}")]
    private partial void LogNotCancelled(string tenantId, Guid runId, string code, string reason);
}

internal sealed class CancelRunConsumerDefinition() : BillingConsumerDefinition<CancelRunConsumer>(Endpoints.CancelRun, concurrency: 2);
