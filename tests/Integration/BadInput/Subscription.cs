using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Billing.Integration.Tests.BadInput;

/// <summary>Every message published as <typeparamref name="T"/> from now on, as a subscriber in any language gets them from the broker.</summary>
internal sealed class Subscription<T> : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private Subscription(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public ConcurrentQueue<T> Messages { get; } = [];

    public static async Task<Subscription<T>> StartAsync(Uri broker, JsonTypeInfo<T> type)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var subscription = new Subscription<T>(connection, await connection.CreateChannelAsync());
        await subscription.ListenAsync(type);
        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ListenAsync(JsonTypeInfo<T> type)
    {
        var exchange = $"{typeof(T).Namespace}:{typeof(T).Name}"; // MassTransit's name of a published contract
        await _channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        var queue = await _channel.QueueDeclareAsync(queue: "", durable: false, exclusive: true, autoDelete: true);
        await _channel.QueueBindAsync(queue.QueueName, exchange, routingKey: "");
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            using var envelope = JsonDocument.Parse(message.Body);
            Messages.Enqueue(envelope.RootElement.GetProperty("message").Deserialize(type)!);
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
    }
}
