using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using MassTransit;
using MassTransit.Configuration;

namespace Billing.Planner.Runs;

/// <summary>
/// Plain JSON from any language on <c>billing-run-requests</c>. A request that cannot become a run is kept with its bytes and answered with
/// <see cref="RunRequestRejected"/>; it never blocks the queue. An outage is not the request's fault: it waits.
/// </summary>
internal sealed class RunRequestConsumer(RunRequests requests, RejectedRequests rejected) : IConsumer<RunRequestReceived>
{
    public async Task Consume(ConsumeContext<RunRequestReceived> context)
    {
        var body = context.ReceiveContext.Body.GetBytes();
        RunBilling? request = null;
        try
        {
            request = Read(body);
            await requests.CreateAsync(request, context.CancellationToken);
        }
        catch (BillingException exception) when (!Outage.Is(exception))
        {
            await rejected.RejectAsync(body, request, exception.Error, context, context.CancellationToken);
        }
    }

    private static RunBilling Read(byte[] body)
    {
        try
        {
            var request = JsonSerializer.Deserialize(body, BillingJson.Default.RunBilling)
                ?? throw BillingException.Invalid(ErrorCodes.RequestInvalid, "The request is a JSON null.", "Send a RunBilling document.");
            return request.IdempotencyKey is not null
                ? request
                : throw BillingException.Invalid(ErrorCodes.RequestInvalid, "idempotency_key is missing.", "On the queue every request names itself, so that asking twice starts one run.");
        }
        catch (JsonException exception)
        {
            throw new BillingException(
                new BillingError(ErrorCodes.RequestInvalid, $"The request is not a RunBilling document: {JsonProblem.Describe(exception)}.", "Send what schemas/run-billing.schema.json describes; what was received is kept in planner.rejected_requests."), cause: exception);
        }
    }
}

internal sealed class RunRequestConsumerDefinition() : BillingConsumerDefinition<RunRequestConsumer>(Endpoints.RunRequests, concurrency: 2)
{
    protected override void Configure(IReceiveEndpointConfigurator endpoint, IConsumerConfigurator<RunRequestConsumer> consumer, IRegistrationContext context)
    {
        endpoint.ClearSerialization();
        endpoint.AddDeserializer(new AnyBytesDeserializer(), isDefault: true);
        endpoint.AddSerializer(new SystemTextJsonMessageSerializerFactory());
    }
}
