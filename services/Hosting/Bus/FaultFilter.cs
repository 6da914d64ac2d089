using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.Logging;

namespace Billing.Hosting;

/// <summary>
/// The end of a delivery that failed. An <see cref="Outage"/> hands the message back to the broker, which delivers it again; anything else moves it, with the reason in its
/// headers, to the dead-letter queue. The in-memory transport cannot take a message back: there the sweeper sends the batch again.
/// </summary>
internal sealed partial class FaultFilter(string endpoint, bool onBroker, ILogger<FaultFilter> logger) : IFilter<ExceptionReceiveContext>
{
    private readonly IFilter<ExceptionReceiveContext> _moveInMemory = new ErrorTransportFilter();
    private readonly string _queue = EndpointContract.FaultQueueOf(endpoint);

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (onBroker && (Outage.Is(context.Exception) || context.Exception is OperationCanceledException))
        {
            LogHandedBack(endpoint, context.Exception.GetBaseException().Message);
            throw new TransportException(context.InputAddress, "The message goes back to the broker: what it needs is out of reach.", context.Exception);
        }

        if (onBroker)
            await DeadLetterMove.MoveAsync(context, _queue, context.ExceptionHeaders);
        else
            await _moveInMemory.Send(context, next);

        // What fails before it reaches a consumer, bytes that cannot be read, counts as done with only when it is told so.
        if (!context.IsFaulted)
            await context.NotifyFaulted(context.Exception);
        BillingTelemetry.DeadLetters.Add(1, new KeyValuePair<string, object?>("endpoint", endpoint));
        LogMoved(context.Exception, endpoint, _queue, context.GetMessageId());
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("fault");

    [LoggerMessage(EventName = "bus.handed_back", Level = LogLevel.Warning, Message = "A message at {Endpoint} goes back to the broker: {Cause}")]
    private partial void LogHandedBack(string endpoint, string cause);

    [LoggerMessage(EventName = "bus.dead_letter", Level = LogLevel.Error, Message = "A message at {Endpoint} cannot be handled and lies in {Queue} (message {MessageId})")]
    private partial void LogMoved(Exception error, string endpoint, string queue, Guid? messageId);
}

/// <summary>The end of a message no consumer of the endpoint takes: it too lies in the dead-letter queue.</summary>
internal sealed partial class UnknownMessageFilter(string endpoint, ILogger logger) : IFilter<ReceiveContext>
{
    private readonly string _queue = EndpointContract.FaultQueueOf(endpoint);

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await DeadLetterMove.MoveAsync(context, _queue, headers: null);
        BillingTelemetry.DeadLetters.Add(1, new KeyValuePair<string, object?>("endpoint", endpoint));
        LogMoved(endpoint, _queue, context.GetMessageId());
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unknown");

    [LoggerMessage(EventName = "bus.unknown_message", Level = LogLevel.Error, Message = "A message at {Endpoint} is none that is handled there and lies in {Queue} (message {MessageId})")]
    private partial void LogMoved(string endpoint, string queue, Guid? messageId);
}
