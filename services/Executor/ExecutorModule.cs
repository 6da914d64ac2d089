using Billing.Executor.Executions;
using Billing.Executor.Pipelines;
using Billing.Executor.RateBatches;
using Billing.Executor.Storage;
using Billing.Hosting;
using Billing.Rating;
using Billing.Sandbox;
using Billing.Sandbox.Engine;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Billing.Executor;

/// <summary>The Executor: rates companies in the sandbox and records every module run.</summary>
public sealed class ExecutorModule : IServiceModule
{
    internal const string ServiceName = "executor";

    public string Name => ServiceName;

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<IWasmEngine>(provider => new CilWasmEngine(new WasmEngineOptions { Threads = RatingLanes.ThreadsOf(provider.GetRequiredService<BillingSettings>()) }));
        services.AddSingleton<IModuleBytes, SnapshotModuleBytes>();
        services.AddSingleton<CompanyRater>();
        services.AddSingleton<PipelineUse>();
        services.AddSingleton<PipelinePreparation>();
        services.AddSingleton<RatingLanes>();
        services.AddSingleton<RatingStore>();
        services.AddSingleton<BatchRating>();
        services.AddSingleton<ExecutionReader>();
    }

    public void AddPreparations(IServiceCollection services) => services.AddHostedService<PipelineWarmUp>();

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<PipelinePinnedConsumer, PipelinePinnedConsumerDefinition>();
        bus.AddConsumer<RateCompaniesConsumer, RateCompaniesConsumerDefinition>();
        bus.AddConsumer<InteractiveRateCompaniesConsumer, InteractiveRateCompaniesConsumerDefinition>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints) => endpoints.MapExecutions();
}
