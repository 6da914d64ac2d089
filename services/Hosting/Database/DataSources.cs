using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Billing.Hosting;

/// <summary>Data sources, one a service, keyed by its name: <c>[FromKeyedServices("planner")] NpgsqlDataSource</c>.</summary>
public static class DataSources
{
    /// <summary>Connections a service's pool holds at most unless the connection string says otherwise: five pools fit the server's default of 100.</summary>
    private const int DefaultPoolSize = 18;

    internal static void AddDataSource(this IServiceCollection services, string schema, string connectionString) =>
        services.AddKeyedSingleton(schema, (provider, _) => Create(connectionString, schema, provider.GetService<ILoggerFactory>()));

    /// <summary>A pool whose connections work under the service's role.</summary>
    public static NpgsqlDataSource Create(string connectionString, string schema, ILoggerFactory? logging = null)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.Options = $"{settings.Options} -c role={ServiceRoles.AppOf(schema)}".TrimStart();
        settings.ApplicationName ??= $"billing-{schema}";
        if (!settings.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = DefaultPoolSize;
        if (!settings.ContainsKey("Max Auto Prepare"))
            settings.MaxAutoPrepare = 50;
        builder.UseLoggerFactory(logging);
        return builder.Build();
    }
}
