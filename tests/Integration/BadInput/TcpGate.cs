using System.Net;
using System.Net.Sockets;

namespace Billing.Integration.Tests.BadInput;

/// <summary>An address where nobody listens until the gate is opened; then it leads to a server. What a host sees of a database or broker that comes up after it.</summary>
internal sealed class TcpGate(Uri address, IPEndPoint server) : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, address.Port);
    private readonly CancellationTokenSource _closed = new();
    private readonly List<Task> _relays = [];

    public int Port => address.Port;

    public void Open()
    {
        _listener.Start();
        _relays.Add(AcceptAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_relays);
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
                relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_closed.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays); // closed
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(server, _closed.Token);
            await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // One end went away: disposing both tells the other.
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), _closed.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One end went away.
        }
    }
}
