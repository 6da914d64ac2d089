using Billing.Contracts;
using Billing.Hosting;
using MassTransit;

namespace Billing.Planner.Outcomes;

/// <summary>Marks the companies of a batch as <see cref="PreviewsReady"/> says.</summary>
internal sealed class PreviewsReadyConsumer(RunOutcomes outcomes) : IConsumer<PreviewsReady>
{
    public Task Consume(ConsumeContext<PreviewsReady> context) => outcomes.TakeAsync(BatchReport.From(context.Message), context, context.CancellationToken);
}

internal sealed class PreviewsReadyConsumerDefinition() : BillingConsumerDefinition<PreviewsReadyConsumer>(Endpoints.RunOutcomes, concurrency: 8, prefetch: 16, subscribes: true);
