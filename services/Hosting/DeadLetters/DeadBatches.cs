using Billing.Contracts;
using MassTransit;

namespace Billing.Hosting;

/// <summary>
/// Reads the dead-letter queues of the endpoints that take batches, in every host: a batch that exhausted its deliveries, or tripped a bug each time, is told to the Planner as
/// <see cref="CompanyFailed"/> with <c>delivery.exhausted</c>, so that its companies fail by name instead of being sent for ever.
/// What is no batch message stays as evidence in <c>&lt;endpoint&gt;_dead_kept</c>.
/// </summary>
internal sealed class DeadBatches : IConsumer<PlanCompanies>, IConsumer<RateCompanies>, IConsumer<CompaniesRated>
{
    /// <summary>RabbitMQ's header with the reason of a dead-lettering by the broker itself, e.g. <c>delivery_limit</c>.</summary>
    private const string BrokerReasonHeader = "x-first-death-reason";

    /// <summary>Longest reason repeated in the error.</summary>
    private const int LongestReason = 500;

    private static readonly string[] BatchEndpoints =
    [
        Endpoints.PlanCompanies,
        Endpoints.PlanCompaniesInteractive,
        Endpoints.RateCompanies,
        Endpoints.RateCompaniesInteractive,
        Endpoints.CompaniesRated,
        Endpoints.CompaniesRatedInteractive,
    ];

    public Task Consume(ConsumeContext<PlanCompanies> context) => ReportAsync(context, context.Message.TenantId, context.Message.RunId, context.Message.BatchNo);

    public Task Consume(ConsumeContext<RateCompanies> context) => ReportAsync(context, context.Message.TenantId, context.Message.RunId, context.Message.BatchNo);

    public Task Consume(ConsumeContext<CompaniesRated> context) => ReportAsync(context, context.Message.TenantId, context.Message.RunId, context.Message.BatchNo);

    /// <summary>One receive endpoint per dead-letter queue, all with this consumer.</summary>
    internal static void Listen(IBusRegistrationContext context, IReceiveConfigurator bus)
    {
        foreach (var queue in BatchEndpoints.Select(Endpoints.DeadOf))
        {
            bus.ReceiveEndpoint(queue, endpoint =>
            {
                EndpointContract.Apply(context, queue, endpoint);
                endpoint.ConfigureConsumeTopology = false;
                endpoint.PrefetchCount = 1;
                endpoint.ConcurrentMessageLimit = 1;
                endpoint.ConfigureConsumer<DeadBatches>(context, consumer => consumer.UseDeliveryRetry(context));
            });
        }
    }

    private static Task ReportAsync(ConsumeContext context, string tenantId, Guid runId, int batchNo)
    {
        var queue = context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];
        var endpoint = queue[..^Endpoints.DeadSuffix.Length];
        var error = new BillingError(
            ErrorCodes.DeliveryExhausted,
            $"A batch could not be handled at {endpoint}: {Reason(context.ReceiveContext.TransportHeaders)}",
            "The log of that service has the cause; retry the run's failed companies once it is mended.",
            endpoint);
        return context.SendToAsync(Endpoints.CompanyFailed, new CompanyFailed(tenantId, runId, batchNo, error), context.CancellationToken);
    }

    private static string Reason(Headers headers)
    {
        if (headers.TryGetHeader(MessageHeaders.FaultMessage, out var fault) && fault?.ToString() is { Length: > 0 } message)
            return message.Length > LongestReason ? message[..LongestReason] : message;
        return headers.TryGetHeader(BrokerReasonHeader, out var reason) && reason?.ToString() is { Length: > 0 } word
            ? $"the broker gave up on it ({word})."
            : "the broker gave up on it.";
    }
}
