using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Executor.RateBatches;

/// <summary>The interactive lane: the same work on an endpoint of its own.</summary>
internal sealed class InteractiveRateCompaniesConsumer(BatchRating rating) : RateCompaniesConsumer(rating);

/// <summary>Small messages of people who wait: as many at once as there are processors, and some more that wait for the database.</summary>
internal sealed class InteractiveRateCompaniesConsumerDefinition() : BillingConsumerDefinition<InteractiveRateCompaniesConsumer>(
    Endpoints.RateCompaniesInteractive, concurrency: 2 * Environment.ProcessorCount);
