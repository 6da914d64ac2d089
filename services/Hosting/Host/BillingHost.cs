using System.Net.Sockets;
using Billing.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Billing.Hosting;

/// <summary>
/// Composes service modules into one process: one container, one bus, one web server. Start-up order: telemetry, database and migrations, broker and queues, the modules' preparations, bus,
/// the modules' own hosted services, HTTP.
/// </summary>
public static class BillingHost
{
    /// <summary>
    /// Hosts the modules that the arguments or <c>BILLING_SERVICES</c> pick, until it is told to stop. Returns the process's exit code, one of <see cref="ExitCodes"/>;
    /// a host that cannot start says why in one line.
    /// </summary>
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<IServiceModule> modules)
    {
        try
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
            var settings = BillingSettings.Read(configuration, args, [.. modules.Select(module => module.Name)]);
            await using var app = Build(settings, modules, args: args);
            await app.RunAsync();
            return ExitCodes.Stopped;
        }
        catch (BillingException error)
        {
            return await FailAsync(error.Error, string.Equals(error.Error.Code, ErrorCodes.SettingInvalid, StringComparison.Ordinal) ? ExitCodes.BadSetting : ExitCodes.Refused);
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it was still waiting for the database or the broker.
            return ExitCodes.Stopped;
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            return await FailAsync(
                new(ErrorCodes.AddressInUse, $"{error.Message.TrimEnd('.')}.", "Stop what listens there, or set ASPNETCORE_URLS to another address."), ExitCodes.AddressInUse);
        }
        catch (Exception error) when (error is SocketException or IOException { InnerException: SocketException } or FormatException or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" })
        {
            return await FailAsync(new(ErrorCodes.SettingInvalid, $"ASPNETCORE_URLS cannot be listened on: {error.GetBaseException().Message}", "Write it as http://host:port."), ExitCodes.BadSetting);
        }
    }

    /// <summary>Builds a host without starting it: for tests and tools that need several in one process.</summary>
    /// <param name="modules">All there are; those that <see cref="BillingSettings.Services"/> names are hosted.</param>
    /// <param name="configure">Last word on configuration and services.</param>
    public static WebApplication Build(BillingSettings settings, IReadOnlyList<IServiceModule> modules, Action<WebApplicationBuilder>? configure = null, string[]? args = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args ?? [], ApplicationName = typeof(BillingHost).Assembly.GetName().Name });
        builder.WebHost.UseKestrelHttpsConfiguration();
        HostLogging.Configure(builder);
        IReadOnlyList<IServiceModule> hosted = [.. modules.Where(module => settings.Services.Contains(module.Name, StringComparer.Ordinal))];
        AddServices(builder, settings, hosted, [.. modules.Select(module => module.Name)]);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(BillingErrorHandler.WriteStatusAsync);
        app.MapHealth();
        app.MapOpenApi();
        foreach (var module in hosted)
            module.MapEndpoints(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, BillingSettings settings, IReadOnlyList<IServiceModule> hosted, IReadOnlyList<string> known)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddHostedService<TelemetrySetup>();
        AddDatabase(services, settings, hosted);
        services.AddHostedService<BrokerStartup>();
        foreach (var module in hosted)
            module.AddPreparations(services);
        services.AddBillingBus(settings, hosted);
        services.AddBillingHealth();
        services.AddServiceClients(known);
        services.AddExceptionHandler<BillingErrorHandler>();
        services.AddOpenApi(options => options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Billing Services";
            return Task.CompletedTask;
        }));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => ContractJson.Apply(options.SerializerOptions));
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(45));
        foreach (var module in hosted)
            module.AddServices(services, builder.Configuration);
    }

    private static void AddDatabase(IServiceCollection services, BillingSettings settings, IReadOnlyList<IServiceModule> hosted)
    {
        IReadOnlyList<ServiceSchema> schemas =
        [
            new(PostgresSnapshotStore.Schema, Migration.From(typeof(BillingHost).Assembly)),
            .. hosted.Select(module => new ServiceSchema(module.Name, Migration.From(module.GetType().Assembly))),
        ];
        services.AddSingleton(schemas);
        services.AddSingleton<StartupWait>();
        services.AddSingleton<Migrator>();
        foreach (var schema in schemas)
            services.AddDataSource(schema.Name, settings.Database);
        services.AddSingleton<ISnapshotStore, PostgresSnapshotStore>();
        services.AddHostedService<DatabaseStartup>();
    }

    private static async Task<int> FailAsync(BillingError error, int exitCode)
    {
        await Console.Error.WriteLineAsync($"billing: {error.Code}: {error.Message}{(error.WayOut is null ? string.Empty : " " + error.WayOut)}");
        return exitCode;
    }
}
