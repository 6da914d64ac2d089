using Billing.Contracts;
using Billing.Hosting;
using MassTransit;

namespace Billing.Planner.Outcomes;

/// <summary>Marks the companies of a batch as <see cref="InvoicesIssued"/> says.</summary>
internal sealed class InvoicesIssuedConsumer(RunOutcomes outcomes) : IConsumer<InvoicesIssued>
{
    public Task Consume(ConsumeContext<InvoicesIssued> context) => outcomes.TakeAsync(BatchReport.From(context.Message), context, context.CancellationToken);
}

internal sealed class InvoicesIssuedConsumerDefinition() : BillingConsumerDefinition<InvoicesIssuedConsumer>(Endpoints.RunOutcomes, concurrency: 8, prefetch: 16, subscribes: true);
