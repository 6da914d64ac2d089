using Billing.Contracts;
using Billing.Tests.Support;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Hosting.Tests;

/// <summary>A service module for tests: it keeps what its consumers get and does with it what the test says.</summary>
internal sealed class ProbeModule(ProbeInbox inbox) : IServiceModule
{
    public string Name => "probe";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(inbox);

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<RateProbe, RateProbeDefinition>();
        bus.AddConsumer<IssuedProbe, IssuedProbeDefinition>();
        bus.AddConsumer<FailedProbe, FailedProbeDefinition>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/probe", (RunBilling request) => request);
        endpoints.MapGet("/api/probe/typed", () => { throw BillingException.NotFound(ErrorCodes.RunUnknown, "There is no run 7.", "alga-billing run list", "7"); });
        endpoints.MapGet("/api/probe/bug", string () => throw new InvalidOperationException("secret"));
    }
}

internal sealed class ProbeInbox
{
    private readonly Lock _lock = new();
    private readonly List<object> _messages = [];

    /// <summary>Called with every message before it is kept; throws to fail the delivery.</summary>
    public Func<object, Task> OnMessage { get; set; } = _ => Task.CompletedTask;

    public int Attempts { get; private set; }

    public async Task TakeAsync(object message)
    {
        lock (_lock)
            Attempts++;
        await OnMessage(message);
        lock (_lock)
            _messages.Add(message);
    }

    public async Task<T> FirstAsync<T>() => (await Eventually.GetAsync(() => Task.FromResult(All<T>()), found => found.Count > 0, $"a {typeof(T).Name}"))[0];

    public IReadOnlyList<T> All<T>()
    {
        lock (_lock)
            return [.. _messages.OfType<T>()];
    }
}

internal sealed class RateProbe(ProbeInbox inbox) : IConsumer<RateCompanies>
{
    public Task Consume(ConsumeContext<RateCompanies> context) => inbox.TakeAsync(context.Message);
}

internal sealed class RateProbeDefinition() : BillingConsumerDefinition<RateProbe>(Endpoints.RateCompanies, concurrency: 2);

internal sealed class IssuedProbe(ProbeInbox inbox) : IConsumer<InvoicesIssued>
{
    public Task Consume(ConsumeContext<InvoicesIssued> context) => inbox.TakeAsync(context.Message);
}

internal sealed class IssuedProbeDefinition() : BillingConsumerDefinition<IssuedProbe>(Endpoints.RunOutcomes, concurrency: 2, subscribes: true);

internal sealed class FailedProbe(ProbeInbox inbox) : IConsumer<CompanyFailed>
{
    public Task Consume(ConsumeContext<CompanyFailed> context) => inbox.TakeAsync(context.Message);
}

internal sealed class FailedProbeDefinition() : BillingConsumerDefinition<FailedProbe>(Endpoints.CompanyFailed, concurrency: 2);
