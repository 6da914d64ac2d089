using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Billing.Tests.Support;

/// <summary>
/// A PostgreSQL cluster of our own on a free loopback port, without fsync, deleted at the end. The server refuses to run as root: then it runs as user <c>postgres</c> (or <c>nobody</c>).
/// </summary>
public sealed class PrivateDatabase : IAsyncDisposable
{
    private const int Attempts = 3;
    private readonly PrivateServer _server;

    private PrivateDatabase(PrivateServer server, string connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
    }

    /// <summary>Of a superuser, to the maintenance database.</summary>
    public string ConnectionString { get; }

    public static async Task<PrivateDatabase> StartAsync()
    {
        var programs = FindPrograms();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartAsync(programs);
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Somebody took the port in between: try again with another.
            }
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<PrivateDatabase> StartAsync(string programs)
    {
        var folder = PrivateServer.NewFolder("postgres");
        var data = Path.Combine(folder, "data");
        Directory.CreateDirectory(data);
        IReadOnlyList<string> asUser = [];
        if (Environment.IsPrivilegedProcess)
        {
            var user = await HasUserAsync("postgres") ? "postgres" : "nobody";
            await RunAsync(["chown", user, data]);
            asUser = ["setpriv", "--reuid", user, "--regid", await GroupOfAsync(user), "--clear-groups"];
        }

        await RunAsync([.. asUser, Path.Combine(programs, "initdb"), "-D", data, "-U", "billing", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);
        var port = PrivateServer.FreePorts(1)[0];
        var connectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = "billing",
            Database = "postgres",
            Pooling = false,
            Timeout = 5,
        }.ConnectionString;
        string[] command =
        [
            .. asUser, Path.Combine(programs, "postgres"), "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=400", "-c", "shared_buffers=256MB",
            "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "timezone=UTC",
        ];
        var server = await PrivateServer.StartAsync(folder, command, new Dictionary<string, string>(StringComparer.Ordinal), "INT", ":", () => AnswersAsync(connectionString));
        return new(server, connectionString);
    }

    private static async Task<bool> AnswersAsync(string connectionString)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries).AsEnumerable();
        if (Directory.Exists(Debian))
            folders = folders.Concat(Directory.GetDirectories(Debian).Order(StringComparer.Ordinal).Reverse().Select(version => Path.Combine(version, "bin")));
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
            ?? throw new InvalidOperationException("PostgreSQL's initdb is not installed: apt-get install postgresql, or set BILLING_TEST_DATABASE to a superuser's connection string.");
    }

    private static async Task<bool> HasUserAsync(string user) => (await File.ReadAllLinesAsync("/etc/passwd")).Any(line => line.StartsWith(user + ":", StringComparison.Ordinal));

    private static async Task<string> GroupOfAsync(string user) =>
        (await File.ReadAllLinesAsync("/etc/passwd")).First(line => line.StartsWith(user + ":", StringComparison.Ordinal)).Split(':')[3];

    private static async Task RunAsync(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in command.Skip(1))
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {await output}{await errors}");
    }
}
