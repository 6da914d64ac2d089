using Billing.Hosting;
using Billing.Planner.Dispatch;
using Billing.Planner.Facts;
using Billing.Planner.Outcomes;
using Billing.Planner.Planning;
using Billing.Planner.Runs;
using Billing.Rating;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Billing.Planner;

/// <summary>The Planner: billing runs, their dispatch, fact sources and input snapshots. Owns the schemas <c>planner</c> and <c>facts</c>.</summary>
public sealed class PlannerModule : IServiceModule
{
    public const string ServiceName = "planner";

    public string Name => ServiceName;

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PlannerOptions>().BindConfiguration("Planner").ValidateDataAnnotations().ValidateOnStart();

        services.AddSingleton(new FactTables(Catalogs.Facts));
        services.AddSingleton(provider => new FactSources(provider.GetRequiredService<IConfiguration>()[FactSources.Variable]));
        services.AddSingleton<IFactSource, PostgresFactSource>();
        services.AddSingleton<TableStatistics>();
        services.AddSingleton<FactLoader>();
        services.AddSingleton<FactCounts>();

        services.AddSingleton<PlannedFacts>();
        services.AddSingleton<PreparedPipelines>();
        services.AddSingleton<BatchPlanner>();

        services.TryAddSingleton<IRegistry, RegistryClient>();
        services.AddSingleton(EngineVersion.OfThisBuild());
        services.AddSingleton<PipelinePinning>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<ManualReferences>();
        services.AddSingleton<RunRequests>();
        services.AddSingleton<RejectedRequests>();
        services.AddSingleton<RunCancellation>();
        services.AddSingleton<RunWatch>();

        services.AddSingleton<ClosedCycles>();
        services.AddSingleton<OutcomeStore>();
        services.AddSingleton<RunAnnouncer>();
        services.AddSingleton<RunOutcomes>();

        services.AddSingleton<DispatchSignal>();
        services.AddSingleton<DispatchStore>();
        services.AddSingleton<Dispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<Dispatcher>());
        services.AddSingleton<Sweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<Sweeper>());
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<RunRequestConsumer, RunRequestConsumerDefinition>();
        bus.AddConsumer<CancelRunConsumer, CancelRunConsumerDefinition>();
        bus.AddConsumer<PlanCompaniesConsumer, PlanCompaniesConsumerDefinition>();
        bus.AddConsumer<PlanCompaniesInteractiveConsumer, PlanCompaniesInteractiveConsumerDefinition>();
        bus.AddConsumer<InvoicesIssuedConsumer, InvoicesIssuedConsumerDefinition>();
        bus.AddConsumer<PreviewsReadyConsumer, PreviewsReadyConsumerDefinition>();
        bus.AddConsumer<CompanyFailedConsumer, CompanyFailedConsumerDefinition>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.ServiceProvider.GetRequiredService<FactSources>(); // a wrong setting is said before the host listens
        endpoints.MapRuns();
        endpoints.MapFacts();
    }
}
