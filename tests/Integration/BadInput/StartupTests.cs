using System.Net;
using System.Text.Json;
using Billing.Cli.Api;
using Billing.Contracts;
using Billing.Integration.Tests.Processes;
using Billing.Tests.Support;
using Npgsql;

namespace Billing.Integration.Tests.BadInput;

/// <summary>Hosts that start before their database and broker, or where another listens already.</summary>
[NonParallelizable]
public sealed class StartupTests
{
    private const string AllServices = "registry,planner,executor,invoice";
    private const string Tenant = "early-bird";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_port_that_is_taken_is_one_line_with_the_address_and_the_way_out()
    {
        var house = BadInputHouse.House;
        await using var second = ServiceProcess.Start("registry", house.Addresses.Registry, house.Settings);

        (await second.WaitForExitAsync(Deadline)).ShouldBe(4);

        var taken = house.Addresses.Registry.ToString().TrimEnd('/');
        second.Log.Split('\n').Where(line => line.StartsWith("billing: ", StringComparison.Ordinal)).ShouldHaveSingleItem().Trim()
            .ShouldBe($"billing: address.in_use: Failed to bind to address {taken}: address already in use. Stop what listens there, or set ASPNETCORE_URLS to another address.");
        ShouldShowNoStackTrace(second);
        using var first = new HttpClient { BaseAddress = house.Addresses.Registry };
        using var answer = await first.GetAsync(new Uri("health/ready", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, "the one that was there first goes on");
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task A_host_waits_for_its_database_and_then_for_its_broker_and_loses_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        var request = await PrepareAsync(database, broker);
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var databaseGate = new TcpGate(ServiceProcess.FreeAddress(), new IPEndPoint(IPAddress.Loopback, connection.Port));
        await using var brokerGate = new TcpGate(ServiceProcess.FreeAddress(), new IPEndPoint(IPAddress.Loopback, broker.Address.Port));
        connection.Host = "127.0.0.1";
        connection.Port = databaseGate.Port;
        var address = ServiceProcess.FreeAddress();

        // Asked for while nobody is there to take it.
        await broker.PublishAsync(Endpoints.RunRequests, JsonSerializer.Serialize(request, BillingJson.Default.RunBilling));
        await using var host = Start(address, connection.ConnectionString, new UriBuilder(broker.Address) { Host = "127.0.0.1", Port = brokerGate.Port }.Uri);

        await ShouldSayAsync(host, $"service.unavailable: PostgreSQL at 127.0.0.1:{databaseGate.Port} does not answer (Connection refused). Start it, or correct BILLING_DATABASE; this host waits for it");
        databaseGate.Open();
        await ShouldSayAsync(host, $"service.unavailable: RabbitMQ at 127.0.0.1:{brokerGate.Port} does not answer (Connection refused). Start it, or correct BILLING_RABBITMQ; this host waits for it");
        brokerGate.Open();
        await host.WaitUntilReadyAsync(CancellationToken.None);

        using var client = new BillingClient(new ServiceAddresses(address, address, address));
        var run = await Eventually.GetAsync(() => FindAsync(client, request.RunId!.Value), view => view?.CompletedAt is not null, "the run that was asked for before", Deadline);
        run!.Counts.Succeeded.ShouldBe(3);
        run.Counts.Failed.ShouldBe(0);
        (await new InvoiceBooks(database, Tenant).InvoiceCountAsync()).ShouldBe(3);
        ShouldShowNoStackTrace(host);
    }

    [Test]
    public async Task A_database_that_is_not_there_ends_the_host_with_one_line()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var place = $"{connection.Host}:{connection.Port}";
        connection.Database = "nobody_made_this";

        await using var host = Start(ServiceProcess.FreeAddress(), connection.ConnectionString, broker.Address);

        (await host.WaitForExitAsync(Deadline)).ShouldBe(3);
        host.Log.Split('\n').Where(line => line.StartsWith("billing: ", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .Trim()
            .ShouldBe($"billing: database.refused: PostgreSQL at {place} refused the connection of BILLING_DATABASE: database \"nobody_made_this\" does not exist. Check database, user name and password.");
        ShouldShowNoStackTrace(host);
    }

    /// <summary>A first host declares the queues and takes the facts of three companies; then it is gone.</summary>
    private static async Task<RunBilling> PrepareAsync(TestDatabase database, TestBroker broker)
    {
        var address = ServiceProcess.FreeAddress();
        await using var host = Start(address, database.ConnectionString, broker.Address);
        await host.WaitUntilReadyAsync(CancellationToken.None);
        using var client = new BillingClient(new ServiceAddresses(address, address, address));
        var tenant = new SmallTenant(client, Tenant);
        await tenant.AddPlanAsync("plan-good", "Good");
        await tenant.AddCompaniesAsync("plan-good", "good-1", "good-2", "good-3");
        return tenant.FinalRun("early") with { RunId = Guid.NewGuid() };
    }

    private static ServiceProcess Start(Uri address, string database, Uri broker) => ServiceProcess.Start(AllServices, address, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BILLING_DATABASE"] = database,
        ["BILLING_TRANSPORT"] = "rabbitmq",
        ["BILLING_RABBITMQ"] = broker.ToString(),
        ["BILLING_MODULES"] = Path.Combine(BillingHouse.Root, "tools", "sdk", "modules"),
    });

    private static Task ShouldSayAsync(ServiceProcess host, string message) =>
        Eventually.HoldsAsync(() => Task.FromResult(host.Log.Contains(message, StringComparison.Ordinal)), message, Deadline);

    private static async Task<RunView?> FindAsync(BillingClient client, Guid runId)
    {
        try
        {
            return await client.GetRunAsync(Tenant, runId, CancellationToken.None);
        }
        catch (Cli.CliException exception) when (exception.Error.Code == ErrorCodes.RunUnknown)
        {
            return null; // Still on the queue.
        }
    }

    /// <summary>Neither on a line of its own nor inside a log line.</summary>
    private static void ShouldShowNoStackTrace(ServiceProcess host) => host.Log.ShouldNotContain("   at ", Case.Sensitive, host.Log);
}
