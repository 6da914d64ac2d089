using System.Net;
using System.Net.Sockets;
using System.Text;
using Billing.Cli.Api;
using Billing.Contracts;

namespace Billing.Cli.Tests.Api;

public sealed class BillingClientTests
{
    [Test]
    public async Task A_request_with_a_body_is_sent_whole_again_when_the_connection_breaks()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerSecondAsync(listener, """{"pack":"CompanyPack","rows":1,"changed":1}""");
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using var client = new BillingClient(new ServiceAddresses(address, address, address));

        var loaded = await client.LoadFactsAsync("acme", "CompanyPack", Encoding.UTF8.GetBytes("{}"), CancellationToken.None);

        loaded.ShouldBe(new FactsLoaded("CompanyPack", 1, 1));
        (await answering).ShouldEndWith("{}");
    }

    /// <summary>Breaks the first connection once it was asked something; returns what the second one was asked.</summary>
    private static async Task<string> AnswerSecondAsync(TcpListener listener, string body)
    {
        using (var broken = await listener.AcceptTcpClientAsync())
            await ReadAsync(broken);

        using var answered = await listener.AcceptTcpClientAsync();
        var request = await ReadAsync(answered);
        await answered.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        return request;
    }

    private static async Task<string> ReadAsync(TcpClient connection)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("{}", StringComparison.Ordinal))
        {
            var count = await connection.GetStream().ReadAsync(buffer);
            if (count == 0)
                break;
            request.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return request.ToString();
    }
}
