using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Billing.Tests.Support;

/// <summary>
/// A RabbitMQ node of our own: own name, folders, cookie and ports, everything on loopback, its own epmd with it. Its management API makes virtual hosts and looks into queues.
/// </summary>
public sealed class PrivateBroker : IAsyncDisposable
{
    private const int Attempts = 3;
    private static readonly string[] Programs = ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/sbin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server", "/opt/rabbitmq/sbin/rabbitmq-server"];
    private readonly PrivateServer _server;

    private PrivateBroker(PrivateServer server, Uri address, Uri management)
    {
        _server = server;
        Address = address;
        Management = management;
    }

    /// <summary><c>amqp://guest:guest@127.0.0.1:port</c>, without a virtual host.</summary>
    public Uri Address { get; }

    /// <summary>Base address of the management API, with its user.</summary>
    public Uri Management { get; }

    public static async Task<PrivateBroker> StartAsync()
    {
        var program = Array.Find(Programs, File.Exists)
            ?? throw new InvalidOperationException("RabbitMQ is not installed: apt-get install rabbitmq-server, or set BILLING_TEST_RABBITMQ and BILLING_TEST_RABBITMQ_MANAGEMENT.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartAsync(program);
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Somebody took a port in between: try again with others.
            }
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<PrivateBroker> StartAsync(string program)
    {
        var folder = PrivateServer.NewFolder("rabbitmq");
        var ports = PrivateServer.FreePorts(4);
        var (amqp, distribution, epmd, management) = (ports[0], ports[1], ports[2], ports[3]);
        await File.WriteAllTextAsync(Path.Combine(folder, "plugins"), "[rabbitmq_management].\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{amqp}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {management}
            management.rates_mode = none
            disk_free_limit.absolute = 50MB

            """));
        var managementAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://guest:guest@127.0.0.1:{management}"));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = folder,
            ["RABBITMQ_NODENAME"] = string.Create(CultureInfo.InvariantCulture, $"billing-{amqp}@localhost"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "logs"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "rabbitmq.pid"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "rabbitmq-env.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
            ["RABBITMQ_DIST_PORT"] = distribution.ToString(CultureInfo.InvariantCulture),
            ["ERL_EPMD_PORT"] = epmd.ToString(CultureInfo.InvariantCulture),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };
        var server = await PrivateServer.StartAsync(folder, [program], environment, "TERM", "epmd -kill >/dev/null 2>&1 || true", () => AnswersAsync(managementAddress));
        return new(server, new(string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{amqp}")), managementAddress);
    }

    private static async Task<bool> AnswersAsync(Uri management)
    {
        using var client = ManagementClient(management);
        try
        {
            using var response = await client.GetAsync(new Uri("api/vhosts", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    internal static HttpClient ManagementClient(Uri management) => new()
    {
        BaseAddress = new(management.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo)))) },
    };
}
