using MassTransit;

namespace Billing.Hosting;

/// <summary>
/// An endpoint that every process has of its own, for events that all of them must hear, such as what to keep ready. Its queue ends with the process, and what could not
/// be handled is dropped: a process must do without it, as it does for what was said before it started.
/// </summary>
public static class BroadcastEndpoint
{
    private const string Prefix = "broadcast-";

    // Longer than a broker restart or a lost connection takes; after that the queue of a process that was killed is gone.
    private static readonly TimeSpan Expiration = TimeSpan.FromMinutes(5);

    internal static string NameFor(string subject) => $"{Prefix}{subject}-{NewId.NextGuid():N}";

    internal static bool Is(string endpoint) => endpoint.StartsWith(Prefix, StringComparison.Ordinal);

    internal static void Apply(IReceiveEndpointConfigurator configurator)
    {
        configurator.ConfigureConsumeTopology = true;
        configurator.DiscardFaultedMessages();
        configurator.DiscardSkippedMessages();
        if (configurator is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.Durable = true; // a broker may refuse queues that are neither durable nor exclusive
            rabbit.QueueExpiration = Expiration;
        }
    }
}

/// <summary>Base of the definition of a consumer that every process has of its own; see <see cref="BroadcastEndpoint"/>.</summary>
public abstract class BroadcastConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    /// <param name="subject">Kebab-case: what the broadcasts are about.</param>
    protected BroadcastConsumerDefinition(string subject)
    {
        EndpointName = BroadcastEndpoint.NameFor(subject);
        ConcurrentMessageLimit = 1;
    }
}
