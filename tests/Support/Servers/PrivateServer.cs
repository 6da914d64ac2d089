using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Billing.Tests.Support;

/// <summary>
/// A server process of our own in a folder of its own under the temporary folder. A small shell stands over it and waits for the end of its standard input: when this
/// process stops the server, or ends in whatever way, the shell stops the server, runs what is left to do and deletes the folder.
/// </summary>
internal sealed class PrivateServer : IAsyncDisposable
{
    private const string Guard = """
        "$@" >"$SERVER_FOLDER/log" 2>&1 </dev/null &
        server=$!
        echo $server >"$SERVER_FOLDER/pid.new" && mv "$SERVER_FOLDER/pid.new" "$SERVER_FOLDER/pid"
        cat >/dev/null
        kill -s "$SERVER_STOP_SIGNAL" $server 2>/dev/null
        wait $server
        eval "$SERVER_AFTERWARDS"
        rm -rf "$SERVER_FOLDER"
        """;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly Process _guard;

    private PrivateServer(string folder, Process guard)
    {
        Folder = folder;
        _guard = guard;
    }

    public string Folder { get; }

    public static string NewFolder(string prefix)
    {
        var folder = Directory.CreateTempSubdirectory($"billing-{prefix}-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101); // the server may run as another user
        return folder;
    }

    /// <summary>Loopback ports nobody listens on now. Somebody may before the server does: callers start again with others when it does not come up.</summary>
    public static IReadOnlyList<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.ConvertAll(listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }

    /// <param name="afterwards">Shell command to run once the server has stopped.</param>
    /// <param name="isReady">Asked again and again until true.</param>
    public static async Task<PrivateServer> StartAsync(
        string folder, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string stopSignal, string afterwards, Func<Task<bool>> isReady)
    {
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false, RedirectStandardInput = true, ArgumentList = { "sh", "-c", Guard, "guard" } };
        foreach (var word in command)
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["SERVER_FOLDER"] = folder;
        start.Environment["SERVER_STOP_SIGNAL"] = stopSignal;
        start.Environment["SERVER_AFTERWARDS"] = afterwards;
        var server = new PrivateServer(folder, Process.Start(start)!);
        try
        {
            await server.WaitUntilAsync(isReady, command[^1]);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    private async Task WaitUntilAsync(Func<Task<bool>> isReady, string name)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isReady())
        {
            if (HasEnded() || Stopwatch.GetElapsedTime(started) > StartDeadline)
                throw new InvalidOperationException($"{name} did not come up in {Folder}:{Environment.NewLine}{Log()}");
            await Task.Delay(50);
        }
    }

    private bool HasEnded()
    {
        var file = Path.Combine(Folder, "pid");
        if (!File.Exists(file))
            return false;
        try
        {
            var stat = File.ReadAllText($"/proc/{File.ReadAllText(file).Trim()}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    private string Log()
    {
        var file = Path.Combine(Folder, "log");
        return File.Exists(file) ? string.Join(Environment.NewLine, File.ReadLines(file).TakeLast(20)) : "(it logged nothing)";
    }
}
