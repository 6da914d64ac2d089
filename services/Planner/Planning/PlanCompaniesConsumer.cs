using Billing.Contracts;
using Billing.Hosting;
using MassTransit;

namespace Billing.Planner.Planning;

/// <summary>Fetches a batch's facts and sends it to the Executor. Each lane has a consumer of its own, so that no preview of one company waits behind a month's end.</summary>
public class PlanCompaniesConsumer(BatchPlanner planner, TimeProvider time) : IConsumer<PlanCompanies>
{
    public async Task Consume(ConsumeContext<PlanCompanies> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var batch = context.Message;
        RecordDelay(context);
        if (await planner.PlanAsync(batch, context.CancellationToken) is { } rate)
            await context.SendToAsync(Endpoints.RateCompaniesOf(batch.Lane), rate, context.CancellationToken);
    }

    private void RecordDelay(ConsumeContext<PlanCompanies> context)
    {
        if (context.SentTime is { } sent && time.GetUtcNow().UtcDateTime - sent is var delay && delay > TimeSpan.Zero)
            BillingTelemetry.QueueDelay.Record(delay.TotalSeconds, new KeyValuePair<string, object?>("endpoint", Endpoints.PlanCompaniesOf(context.Message.Lane)));
    }
}

public sealed class PlanCompaniesInteractiveConsumer(BatchPlanner planner, TimeProvider time) : PlanCompaniesConsumer(planner, time);

public sealed class PlanCompaniesConsumerDefinition() : BillingConsumerDefinition<PlanCompaniesConsumer>(Endpoints.PlanCompanies, concurrency: 4, prefetch: 8);

public sealed class PlanCompaniesInteractiveConsumerDefinition()
    : BillingConsumerDefinition<PlanCompaniesInteractiveConsumer>(Endpoints.PlanCompaniesInteractive, concurrency: 4);
