using Billing.Hosting;
using Billing.Rating;
using Billing.Sandbox;
using Billing.Sandbox.Engine;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Billing.Registry;

/// <summary>The Registry: stores modules, bindings and programs, and resolves a tenant's pipeline.</summary>
public sealed class RegistryModule : IServiceModule
{
    internal const string ServiceName = "registry";

    public string Name => ServiceName;

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<IWasmEngine>(_ => new CilWasmEngine(new WasmEngineOptions { Threads = 1 }));
        services.AddSingleton(new PipelineResolver(Catalogs.Policies));
        services.AddSingleton(new PolicyResolver(Catalogs.Policies));
        services.AddSingleton(new FactPlanner(Catalogs.Facts));
        services.AddSingleton<ModuleStore>();
        services.AddSingleton<ModuleValidation>();
        services.AddSingleton<ModulePublishing>();
        services.AddSingleton<BindingStore>();
        services.AddSingleton<BindingChanges>();
        services.AddSingleton<ProgramStore>();
        services.AddSingleton<PipelineReader>();
        services.AddSingleton<FirstPartyPublication>();
        services.AddHostedService<FirstPartyPublisher>();
        services.AddHealthChecks().AddCheck<FirstPartyPublication>("first_party_modules", tags: ["ready"]);
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        // The Registry is asked over HTTP; it takes no messages.
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapModules();
        endpoints.MapBindings();
        endpoints.MapPrograms();
        endpoints.MapPipelines();
    }
}
