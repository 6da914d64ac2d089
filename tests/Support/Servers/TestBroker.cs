using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Billing.Tests.Support;

/// <summary>A virtual host of a fixture's own, deleted at the end.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    private readonly HttpClient _management;
    private readonly string _name;

    private TestBroker(HttpClient management, string name, Uri address)
    {
        _management = management;
        _name = name;
        Address = address;
    }

    /// <summary>For <c>BILLING_RABBITMQ</c>.</summary>
    public Uri Address { get; }

    public static async Task<TestBroker> CreateAsync()
    {
        var (address, management) = await TestServers.BrokerAsync();
        var name = $"test-{Guid.NewGuid():N}";
        var client = PrivateBroker.ManagementClient(management);
        (await client.PutAsync(new Uri($"api/vhosts/{name}", UriKind.Relative), content: null)).EnsureSuccessStatusCode();
        return new(client, name, new UriBuilder(address) { Path = name }.Uri);
    }

    /// <summary>Names and depths of the queues, as the broker knows them now.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> QueuesAsync()
    {
        var queues = await _management.GetFromJsonAsync<JsonElement>($"api/queues/{_name}?disable_stats=true&enable_queue_totals=true");
        return queues.EnumerateArray().ToDictionary(queue => queue.GetProperty("name").GetString()!, StringComparer.Ordinal);
    }

    /// <summary>Messages in each queue, ready and in hand. A queue just declared has no count yet: this waits until every queue has one.</summary>
    public async Task<IReadOnlyDictionary<string, long>> DepthsAsync()
    {
        var queues = await Eventually.GetAsync(QueuesAsync, all => all.Values.All(queue => queue.TryGetProperty("messages", out _)), "the broker to count every queue's messages");
        return queues.ToDictionary(queue => queue.Key, queue => queue.Value.GetProperty("messages").GetInt64(), StringComparer.Ordinal);
    }

    public async Task<JsonElement> QueueAsync(string queue) => await _management.GetFromJsonAsync<JsonElement>($"api/queues/{_name}/{queue}");

    /// <summary>
    /// Up to <paramref name="count"/> messages of a queue, left in it: payload, properties, headers; none when there is no such queue.
    /// A quorum queue just declared may not have its process yet, and the broker then answers 400 (noproc): this asks until it is answered, and fails with the last answer at the deadline.
    /// </summary>
    public async Task<IReadOnlyList<JsonElement>> PeekAsync(string queue, int count = 10)
    {
        var (status, body) = await Eventually.GetAsync(AskAsync, answer => answer.Status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"the messages of {queue}");
        if (status == HttpStatusCode.NotFound)
            return [];
        using var messages = JsonDocument.Parse(body);
        return [.. messages.RootElement.Clone().EnumerateArray()];

        async Task<(HttpStatusCode Status, string Body)> AskAsync()
        {
            using var response = await _management.PostAsJsonAsync($"api/queues/{_name}/{queue}/get", new { count, ackmode = "ack_requeue_true", encoding = "auto" });
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Publishes bytes as any client could, straight to a queue.</summary>
    public async Task PublishAsync(string queue, string payload, string contentType = "application/json")
    {
        using var response = await _management.PostAsJsonAsync(
            $"api/exchanges/{_name}/amq.default/publish",
            new { properties = new { content_type = contentType, delivery_mode = 2 }, routing_key = queue, payload, payload_encoding = "string" });
        response.EnsureSuccessStatusCode();
        if (!(await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("routed").GetBoolean())
            throw new InvalidOperationException($"There is no queue {queue}.");
    }

    public async ValueTask DisposeAsync()
    {
        (await _management.DeleteAsync(new Uri($"api/vhosts/{_name}", UriKind.Relative))).Dispose();
        _management.Dispose();
    }
}
