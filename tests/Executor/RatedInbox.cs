using System.Collections.Concurrent;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Tests.Support;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Executor.Tests;

/// <summary>Stands where the Invoice service does: keeps what the Executor sends, by lane.</summary>
internal sealed class RatedInbox : IServiceModule
{
    private readonly ConcurrentQueue<(Lane Endpoint, CompaniesRated Message)> _messages = new();

    public string Name => "rated";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(this);

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<BatchRatedConsumer, BatchRatedConsumerDefinition>();
        bus.AddConsumer<InteractiveRatedConsumer, InteractiveRatedConsumerDefinition>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }

    public void Add(Lane endpoint, CompaniesRated message) => _messages.Enqueue((endpoint, message));

    /// <summary>What was sent for a run, once there is that much.</summary>
    public Task<IReadOnlyList<(Lane Endpoint, CompaniesRated Message)>> WaitAsync(Guid runId, int count) => Eventually.GetAsync(
        () => Task.FromResult<IReadOnlyList<(Lane Endpoint, CompaniesRated Message)>>([.. _messages.Where(sent => sent.Message.RunId == runId)]),
        sent => sent.Count >= count,
        $"{count} rated batches of run {runId}");
}

internal sealed class BatchRatedConsumer(RatedInbox inbox) : IConsumer<CompaniesRated>
{
    public Task Consume(ConsumeContext<CompaniesRated> context)
    {
        inbox.Add(Lane.Batch, context.Message);
        return Task.CompletedTask;
    }
}

internal sealed class BatchRatedConsumerDefinition() : BillingConsumerDefinition<BatchRatedConsumer>(Endpoints.CompaniesRated, concurrency: 1);

internal sealed class InteractiveRatedConsumer(RatedInbox inbox) : IConsumer<CompaniesRated>
{
    public Task Consume(ConsumeContext<CompaniesRated> context)
    {
        inbox.Add(Lane.Interactive, context.Message);
        return Task.CompletedTask;
    }
}

internal sealed class InteractiveRatedConsumerDefinition() : BillingConsumerDefinition<InteractiveRatedConsumer>(Endpoints.CompaniesRatedInteractive, concurrency: 1);
