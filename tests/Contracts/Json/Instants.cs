using System.Text.Json;

namespace Billing.Contracts.Tests;

[TestFixture]
internal sealed class Instants
{
    private static readonly JsonSerializerOptions Json = BillingJson.Default.Options;

    [TestCase("2025-01-31T08:00:00Z", "2025-01-31T08:00:00Z")]
    [TestCase("2025-01-31T08:00:00.000Z", "2025-01-31T08:00:00Z")]
    [TestCase("2025-01-31T08:00:00.1250000Z", "2025-01-31T08:00:00.125Z")]
    [TestCase("2025-01-31T01:30:00+02:00", "2025-01-30T23:30:00Z")]
    [TestCase("2025-01-31T20:00:00-05:00", "2025-02-01T01:00:00Z")]
    public void Are_written_in_utc_with_a_fraction_only_where_there_is_one(string read, string written) =>
        As(read).AsOf.ShouldNotBeNull().ShouldSatisfyAllConditions(
            instant => instant.Offset.ShouldBe(TimeSpan.Zero),
            instant => JsonSerializer.Serialize(instant, Json.GetTypeInfo(typeof(DateTimeOffset))).ShouldBe($"\"{written}\""));

    [TestCase("2025-01-31T08:00:00")]
    [TestCase("2025-01-31")]
    [TestCase("yesterday")]
    public void Without_an_offset_are_refused_because_they_would_mean_the_readers_time_zone(string text) =>
        Should.Throw<JsonException>(() => As(text)).Path.ShouldBe("$.as_of");

    private static RunBilling As(string instant) =>
        JsonSerializer.Deserialize($$"""{"tenant_id":"t","due_by":"2025-02-01","as_of":"{{instant}}"}""", BillingJson.Default.RunBilling)!;
}
