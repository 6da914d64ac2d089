using System.Globalization;
using Billing.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Billing.Hosting;

/// <summary>
/// Before the bus starts: wait until the broker is there, then declare every endpoint's exchange, queue and dead-letter queue. A command sent to a service that
/// never ran yet is then kept for it instead of vanishing in an unbound exchange.
/// </summary>
internal sealed partial class BrokerStartup(BillingSettings settings, StartupWait wait, ILogger<BrokerStartup> logger) : IHostedService
{
    private const int AccessRefused = 403;
    private const int NotAllowed = 530;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.RabbitMq is not { } uri)
            return;
        var address = BrokerAddress.From(uri);
        var dependency = new StartupDependency("RabbitMQ", string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}"), BillingSettings.RabbitMqVariable);
        await using var connection = await wait.UntilAsync(dependency, token => ConnectAsync(address, dependency, token), cancellationToken);
        foreach (var endpoint in Endpoints.All)
            await DeclareAsync(connection, endpoint, cancellationToken);
        LogReady(dependency.Address, address.VirtualHost, Endpoints.All.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<IConnection> ConnectAsync(BrokerAddress address, StartupDependency dependency, CancellationToken cancellationToken)
    {
        try
        {
            return await address.CreateFactory("billing-startup").CreateConnectionAsync(cancellationToken);
        }
        catch (BrokerUnreachableException error) when (Refusal(error) is { } reason)
        {
            throw new BillingException(
                new(ErrorCodes.BrokerRefused, $"{dependency.What} at {dependency.Address} refused the connection of {dependency.Variable}: {reason}.", "Check user, password and virtual host.", dependency.Variable),
                500,
                error);
        }
    }

    private static string? Refusal(Exception error) => error.InnerException switch
    {
        AuthenticationFailureException authentication => authentication.Message,
        OperationInterruptedException { ShutdownReason: { ReplyCode: AccessRefused or NotAllowed } reason } => reason.ReplyText,
        AggregateException { InnerException: { } inner } => Refusal(new InvalidOperationException(inner.Message, inner)),
        _ => null,
    };

    private static async Task DeclareAsync(IConnection connection, string endpoint, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            foreach (var name in new[] { Endpoints.DeadOf(endpoint), endpoint })
            {
                await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
                await channel.QueueDeclareAsync(
                    name, durable: true, exclusive: false, autoDelete: false, EndpointContract.QueueArguments(name).ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal), cancellationToken: cancellationToken);
                await channel.QueueBindAsync(name, name, string.Empty, cancellationToken: cancellationToken);
            }
        }
        catch (OperationInterruptedException error)
        {
            throw new BillingException(
                new(
                    ErrorCodes.BrokerRefused,
                    $"The broker refused to declare endpoint {endpoint}: {error.ShutdownReason?.ReplyText}.",
                    "Queue arguments are contract: drain and delete the old queue, or use another virtual host.",
                    endpoint),
                500,
                error);
        }
    }

    [LoggerMessage(EventName = "broker.ready", Level = LogLevel.Information, Message = "RabbitMQ at {Address}, virtual host {VirtualHost}, is ready: {Endpoints} endpoints declared")]
    private partial void LogReady(string address, string virtualHost, int endpoints);
}
