using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Hosting;

/// <summary>
/// One service: its registrations, consumers, endpoints and migrations. A host composes one or several of them into one container and one bus.
/// Migrations are the embedded resources <c>Migrations/NNNN-name.sql</c> of the module's assembly; they run in the schemas the service owns.
/// </summary>
public interface IServiceModule
{
    /// <summary>Lower case: the service's schema, its keyed <see cref="Npgsql.NpgsqlDataSource"/>, its health tag.</summary>
    string Name { get; }

    void AddServices(IServiceCollection services, IConfiguration configuration);

    /// <summary>Hosted services whose start must be over before the bus hands out the first message: the database and the broker are there, the bus is not.</summary>
    void AddPreparations(IServiceCollection services)
    {
    }

    void AddConsumers(IBusRegistrationConfigurator bus);

    void MapEndpoints(IEndpointRouteBuilder endpoints);
}
