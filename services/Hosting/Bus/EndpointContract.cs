using Billing.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Billing.Hosting;

/// <summary>
/// What every endpoint is on the broker. Queue arguments are part of the contract: a queue declared with other arguments refuses the host, so other arguments need another name.
/// An endpoint is a fanout exchange and a queue of its name; beside it stand <c>&lt;endpoint&gt;_dead</c> and, where dead letters are consumed, <c>&lt;endpoint&gt;_dead_kept</c>.
/// </summary>
public static class EndpointContract
{
    /// <summary>Deliveries of one message before the broker dead-letters it.</summary>
    public const int DeliveryLimit = 50;

    /// <summary>Suffix of the queue with what the consumer of dead letters could not turn into a <see cref="CompanyFailed"/>: bytes kept for a person.</summary>
    public const string KeptSuffix = "_kept";

    /// <summary>Arguments of an endpoint's queue: replicated, bounded deliveries, dead-lettered at least once (which needs <c>reject-publish</c>).</summary>
    public static IReadOnlyDictionary<string, object> QueueArguments(string endpoint) => IsDead(endpoint)
        ? DeadQueueArguments
        : new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = DeliveryLimit,
            ["x-dead-letter-exchange"] = string.Empty,
            ["x-dead-letter-routing-key"] = Endpoints.DeadOf(endpoint),
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        };

    /// <summary>Dead letters are replicated too and never expire; their deliveries are not bounded, because nothing lies behind them.</summary>
    private static readonly Dictionary<string, object> DeadQueueArguments = new(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" };

    internal static bool IsDead(string queue) =>
        queue.EndsWith(Endpoints.DeadSuffix, StringComparison.Ordinal) || queue.EndsWith(KeptSuffix, StringComparison.Ordinal);

    /// <summary>Where a message goes that the endpoint cannot handle.</summary>
    internal static string FaultQueueOf(string queue) => IsDead(queue) ? queue + KeptSuffix : Endpoints.DeadOf(queue);

    internal static void Apply(IRegistrationContext context, string endpoint, IReceiveEndpointConfigurator configurator)
    {
        configurator.PublishFaults = false;
        if (BroadcastEndpoint.Is(endpoint))
        {
            BroadcastEndpoint.Apply(configurator);
            return;
        }

        var logger = context.GetRequiredService<ILoggerFactory>().CreateLogger<FaultFilter>();
        var rabbit = configurator as IRabbitMqReceiveEndpointConfigurator;
        configurator.ConfigureError(pipe => pipe.UseFilter(new FaultFilter(endpoint, rabbit is not null, logger)));
        if (rabbit is null)
            return;
        rabbit.ConfigureDeadLetter(pipe => pipe.UseFilter(new UnknownMessageFilter(endpoint, logger)));
        foreach (var (name, value) in QueueArguments(endpoint))
            rabbit.SetQueueArgument(name, value);
    }
}
