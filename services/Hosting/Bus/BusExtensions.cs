using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Hosting;

/// <summary>Sending to endpoints by name.</summary>
public static class BusExtensions
{
    /// <summary>Address of an endpoint of <see cref="Billing.Contracts.Endpoints"/>. Its exchange: every host declares the queues behind it, with their arguments, before its bus starts.</summary>
    public static Uri AddressOf(string endpoint) => new($"exchange:{endpoint}");

    /// <summary>Sends a command to one endpoint; returns when the broker has confirmed it.</summary>
    public static async Task SendToAsync<T>(this ISendEndpointProvider provider, string endpoint, T message, CancellationToken cancellationToken)
        where T : class
    {
        var sender = await provider.GetSendEndpoint(AddressOf(endpoint));
        await sender.Send(message, cancellationToken);
    }

    internal static void UseDeliveryRetry<TConsumer>(this IConsumerConfigurator<TConsumer> consumer, IRegistrationContext context)
        where TConsumer : class => consumer.UseMessageRetry(retry => retry.SetRetryPolicy(_ => new DeliveryRetryPolicy(context.GetRequiredService<TimeProvider>())));
}
