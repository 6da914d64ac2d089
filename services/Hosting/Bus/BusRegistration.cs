using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Hosting;

/// <summary>The one bus of a host.</summary>
internal static class BusRegistration
{
    public static void AddBillingBus(this IServiceCollection services, BillingSettings settings, IReadOnlyList<IServiceModule> modules)
    {
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetKebabCaseEndpointNameFormatter();
            foreach (var module in modules)
                module.AddConsumers(bus);
            bus.AddConsumer<DeadBatches>().ExcludeFromConfigureEndpoints();
            bus.AddConfigureEndpointsCallback(EndpointContract.Apply);
            if (settings.Transport == BusTransport.RabbitMq)
                bus.UsingRabbitMq((context, rabbit) => ConfigureRabbitMq(context, rabbit, settings.RabbitMq!));
            else
                bus.UsingInMemory((context, memory) =>
                {
                    memory.SendTopology.ErrorQueueNameFormatter = FaultQueueNames.Instance;
                    memory.SendTopology.DeadLetterQueueNameFormatter = FaultQueueNames.Instance;
                    Configure(context, memory);
                });
        });

        // Whoever publishes at start-up finds the bus up; stopping lets what is in hand finish.
        services.AddOptions<MassTransitHostOptions>().Configure(options =>
        {
            options.WaitUntilStarted = true;
            options.StopTimeout = TimeSpan.FromSeconds(30);
        });
    }

    private static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, Uri address)
    {
        var broker = BrokerAddress.From(address);
        rabbit.Host(broker.Host, (ushort)broker.Port, broker.VirtualHost, host =>
        {
            host.Username(broker.User);
            host.Password(broker.Password);
            host.PublisherConfirmation = true;
            if (broker.Tls)
                host.UseSsl(ssl => ssl.ServerName = broker.Host);
        });
        Configure(context, rabbit);
    }

    private static void Configure<T>(IBusRegistrationContext context, IBusFactoryConfigurator<T> bus)
        where T : IReceiveEndpointConfigurator
    {
        bus.ConfigureJsonSerializerOptions(options =>
        {
            if (!options.Converters.OfType<ContractJsonConverterFactory>().Any())
                options.Converters.Insert(0, new ContractJsonConverterFactory());
            return options;
        });
        DeadBatches.Listen(context, bus);
        bus.ConfigureEndpoints(context);
    }

    private sealed class FaultQueueNames : IErrorQueueNameFormatter, IDeadLetterQueueNameFormatter
    {
        public static FaultQueueNames Instance { get; } = new();

        public string FormatErrorQueueName(string queueName) => EndpointContract.FaultQueueOf(queueName);

        public string FormatDeadLetterQueueName(string queueName) => EndpointContract.FaultQueueOf(queueName);
    }
}
