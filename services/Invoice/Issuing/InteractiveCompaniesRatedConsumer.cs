using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Invoice.Issuing;

/// <summary>The interactive lane: the same work on an endpoint of its own, so that one company's preview never waits behind a month-end run.</summary>
internal sealed class InteractiveCompaniesRatedConsumer(BatchInvoicing invoicing) : CompaniesRatedConsumer(invoicing);

internal sealed class InteractiveCompaniesRatedConsumerDefinition() : BillingConsumerDefinition<InteractiveCompaniesRatedConsumer>(
    Endpoints.CompaniesRatedInteractive, concurrency: Math.Max(2, Environment.ProcessorCount));
