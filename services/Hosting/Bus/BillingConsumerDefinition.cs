using MassTransit;

namespace Billing.Hosting;

/// <summary>
/// Base of every consumer's definition: which endpoint, how many messages at once, how it waits for the database. It shares a file with its consumer.
/// Queue arguments, fault routing and dead letters are the same for all endpoints and are set by <see cref="EndpointContract"/>.
/// </summary>
/// <typeparam name="TConsumer">Each endpoint has consumer classes of its own: a lane's consumer derives from a shared one.</typeparam>
public abstract class BillingConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    private readonly bool _subscribes;

    /// <param name="endpoint">A name of <see cref="Billing.Contracts.Endpoints"/>.</param>
    /// <param name="concurrency">Messages handled at once by this process.</param>
    /// <param name="prefetch">Messages held ready by this process; default is <paramref name="concurrency"/>.</param>
    /// <param name="subscribes">True for published events; false for commands, which are sent to the endpoint by name.</param>
    protected BillingConsumerDefinition(string endpoint, int concurrency, int? prefetch = null, bool subscribes = false)
    {
        _subscribes = subscribes;
        EndpointName = endpoint;
        ConcurrentMessageLimit = concurrency;
        Endpoint(configure => configure.PrefetchCount = prefetch ?? concurrency);
    }

    protected sealed override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.ConfigureConsumeTopology = _subscribes;
        consumerConfigurator.UseDeliveryRetry(context);
        Configure(endpointConfigurator, consumerConfigurator, context);
    }

    /// <summary>What one endpoint needs beyond the base, e.g. a raw JSON deserializer.</summary>
    protected virtual void Configure(IReceiveEndpointConfigurator endpoint, IConsumerConfigurator<TConsumer> consumer, IRegistrationContext context)
    {
    }
}
