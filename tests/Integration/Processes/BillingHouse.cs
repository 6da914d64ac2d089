using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Billing.Cli.Api;
using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Integration.Tests.Processes;

/// <summary>The four services as processes of their own on a real broker and a real database, with any number of executors.</summary>
public sealed class BillingHouse : IAsyncDisposable
{
    private readonly List<ServiceProcess> _processes = [];
    private readonly Dictionary<string, string> _environment;

    private BillingHouse(TestDatabase database, TestBroker broker, IReadOnlyDictionary<string, string> settings)
    {
        Database = database;
        Broker = broker;
        var (registry, planner, invoice) = (ServiceProcess.FreeAddress(), ServiceProcess.FreeAddress(), ServiceProcess.FreeAddress());
        Addresses = new ServiceAddresses(registry, planner, invoice);
        Client = new BillingClient(Addresses);
        _environment = new(settings, StringComparer.Ordinal)
        {
            ["BILLING_DATABASE"] = database.ConnectionString,
            ["BILLING_TRANSPORT"] = "rabbitmq",
            ["BILLING_RABBITMQ"] = broker.Address.ToString(),
            ["BILLING_REGISTRY_URL"] = registry.ToString(),
            ["BILLING_PLANNER_URL"] = planner.ToString(),
            ["BILLING_INVOICE_URL"] = invoice.ToString(),
            ["BILLING_MODULES"] = Path.Combine(Root, "tools", "sdk", "modules"),
        };
    }

    public static string Root { get; } = typeof(BillingHouse).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public TestDatabase Database { get; }

    public TestBroker Broker { get; }

    public ServiceAddresses Addresses { get; }

    public BillingClient Client { get; }

    /// <summary>What every process of the house is started with: settings by their environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings => _environment;

    public IReadOnlyList<ServiceProcess> Executors => [.. _processes.Where(process => process.Name == "executor")];

    public string Logs => string.Join(Environment.NewLine, _processes.Select(process => $"--- {process.Name} ({process.Id}){Environment.NewLine}{process.Log}"));

    /// <param name="settings">Further environment variables of every process.</param>
    public static async Task<BillingHouse> StartAsync(int executors = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        var house = new BillingHouse(await TestDatabase.CreateAsync(), await TestBroker.CreateAsync(), settings ?? new Dictionary<string, string>(StringComparer.Ordinal));
        try
        {
            house.Start("registry", house.Addresses.Registry);
            house.Start("planner", house.Addresses.Planner);
            house.Start("invoice", house.Addresses.Invoice);
            for (var number = 0; number < executors; number++)
                house.Start("executor", ServiceProcess.FreeAddress());
            await Task.WhenAll(house._processes.Select(process => process.WaitUntilReadyAsync(CancellationToken.None)));
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    /// <summary>The process of a service that was started last.</summary>
    public ServiceProcess Latest(string service) => _processes.Last(process => process.Name == service);

    /// <summary>Kills the latest process of a service, ready or not, and starts another at its address without waiting for it.</summary>
    public async Task<ServiceProcess> KillAndRestartAsync(string service)
    {
        var killed = Latest(service);
        await killed.KillAsync();
        return Start(service, killed.Address);
    }

    public ServiceProcess StartExecutor() => Start("executor", ServiceProcess.FreeAddress());

    /// <summary>Loads the sample as a user would: with the command line's own process.</summary>
    public async Task LoadSampleAsync(string tenantId, int copies)
    {
        var (exitCode, output) = await RunCliAsync("facts", "load", Path.Combine(Root, "samples", "golden", "fixed.jsonl.gz"), "--tenant", tenantId, "--copies", copies.ToString(CultureInfo.InvariantCulture), "--json");
        exitCode.ShouldBe(0, output);
    }

    public async Task<(int ExitCode, string Output)> RunCliAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(TestContext.CurrentContext.TestDirectory, "alga-billing.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Asks for a run as any program in any language could: plain JSON on the request queue.</summary>
    public Task RequestRunAsync(RunBilling request) => Broker.PublishAsync(Endpoints.RunRequests, JsonSerializer.Serialize(request, BillingJson.Default.RunBilling));

    public Task<RunView> WaitUntilFinishedAsync(string tenantId, Guid runId, TimeSpan deadline) => WaitForRunAsync(tenantId, runId, run => run.CompletedAt is not null, deadline);

    public async Task<RunView> WaitForRunAsync(string tenantId, Guid runId, Func<RunView, bool> condition, TimeSpan deadline)
    {
        try
        {
            return (await Eventually.GetAsync(ReadAsync, run => run is not null && condition(run), $"run {runId}", deadline))!;
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(exception.Message + Environment.NewLine + Logs, exception);
        }

        async Task<RunView?> ReadAsync()
        {
            try
            {
                return await Client.GetRunAsync(tenantId, runId, CancellationToken.None);
            }
            catch (Cli.CliException exception) when (exception.Error.Code == ErrorCodes.RunUnknown)
            {
                return null; // Requested on the queue, not created yet.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var process in _processes)
            await process.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }

    private ServiceProcess Start(string service, Uri address)
    {
        var process = ServiceProcess.Start(service, address, _environment);
        _processes.Add(process);
        return process;
    }
}
