using Billing.Contracts;
using Billing.Hosting;
using MassTransit;

namespace Billing.Planner.Outcomes;

/// <summary>A batch lies in some endpoint's dead-letter queue: its companies are tried one by one, and one that is alone already fails.</summary>
internal sealed class CompanyFailedConsumer(RunOutcomes outcomes) : IConsumer<CompanyFailed>
{
    public Task Consume(ConsumeContext<CompanyFailed> context) => outcomes.TakeAsync(context.Message, context, context.CancellationToken);
}

internal sealed class CompanyFailedConsumerDefinition() : BillingConsumerDefinition<CompanyFailedConsumer>(Endpoints.CompanyFailed, concurrency: 4);
