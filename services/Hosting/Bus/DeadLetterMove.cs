using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace Billing.Hosting;

/// <summary>
/// Moves a message as it came, bytes and properties, to a dead-letter queue, and returns when the broker has confirmed it: only then is the original acknowledged.
/// MassTransit's own move declares the queue with the arguments of the endpoint it comes from; a dead-letter queue has others.
/// </summary>
internal static class DeadLetterMove
{
    /// <summary>Longest header text: a stack trace must not make a message too large for the broker's frame.</summary>
    private const int LongestHeader = 16_384;

    /// <param name="headers">Why it was moved.</param>
    public static async Task MoveAsync(ReceiveContext context, string queue, SendHeaders? headers)
    {
        if (!context.TryGetPayload(out ChannelContext? channel) || !context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery))
            throw new TransportException(context.InputAddress, "The message did not come from RabbitMQ.");

        await channel.QueueDeclare(
            queue, durable: true, exclusive: false, autoDelete: false, EndpointContract.QueueArguments(queue).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));
        var properties = new BasicProperties(delivery.Properties) { Persistent = true };
        properties.ClearExpiration();
        properties.Headers = new Dictionary<string, object?>(properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in headers?.GetAll() ?? [])
            properties.Headers[name] = value.ToString() is { Length: > LongestHeader } text ? text[..LongestHeader] : value.ToString();
        await channel.BasicPublishAsync(string.Empty, queue, mandatory: true, properties, context.Body.GetBytes(), awaitAck: true);
    }
}
