using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Billing.Integration.Tests.Delivery;

/// <summary>
/// Makes the broker deliver every message twice, with the services none the wiser: each endpoint's exchange also feeds a queue of ours, and whatever arrives there is
/// put a second time, byte for byte, into the endpoint's own queue.
/// </summary>
public sealed class EveryMessageTwice : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private EveryMessageTwice(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    /// <summary>Second deliveries made so far, by endpoint.</summary>
    public ConcurrentDictionary<string, int> Repeated { get; } = new(StringComparer.Ordinal);

    public static async Task<EveryMessageTwice> StartAsync(Uri broker, IReadOnlyList<string> endpoints)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var twice = new EveryMessageTwice(connection, await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
        foreach (var endpoint in endpoints)
            await twice.RepeatAsync(endpoint);
        return twice;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task RepeatAsync(string endpoint)
    {
        var shadow = await _channel.QueueDeclareAsync(queue: "", durable: false, exclusive: true, autoDelete: true);
        await _channel.QueueBindAsync(shadow.QueueName, endpoint, routingKey: "");
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            await _channel.BasicPublishAsync(exchange: "", routingKey: endpoint, mandatory: true, new BasicProperties(message.BasicProperties), message.Body);
            await _channel.BasicAckAsync(message.DeliveryTag, multiple: false);
            Repeated.AddOrUpdate(endpoint, 1, (_, count) => count + 1);
        };
        await _channel.BasicConsumeAsync(shadow.QueueName, autoAck: false, consumer);
    }
}
