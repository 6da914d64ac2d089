using System.Net.Sockets;
using Npgsql;

namespace Billing.Hosting.Tests;

[TestFixture]
internal sealed class RetryTests
{
    private static readonly Exception Unreachable = new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused));

    [TestCase(0, 100)]
    [TestCase(1, 200)]
    [TestCase(5, 3_200)]
    [TestCase(6, 5_000)]
    [TestCase(400, 5_000)]
    public void During_an_outage_the_wait_doubles_to_five_seconds(int retries, int milliseconds) =>
        DeliveryRetryPolicy.DelayFor(Unreachable, retries, TimeSpan.FromMinutes(14)).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Test]
    public void After_a_quarter_of_an_hour_the_message_goes_back_to_the_broker() =>
        DeliveryRetryPolicy.DelayFor(Unreachable, 3, TimeSpan.FromMinutes(15)).ShouldBeNull();

    [Test]
    public void A_fault_of_the_message_gets_three_more_tries()
    {
        var fault = new InvalidOperationException("bug");

        Enumerable.Range(0, 4).Select(retries => DeliveryRetryPolicy.DelayFor(fault, retries, TimeSpan.Zero)?.TotalMilliseconds).ShouldBe([50, 250, 1000, null]);
    }

    [TestCase("57P01", true)]
    [TestCase("08006", true)]
    [TestCase("53300", true)]
    [TestCase("23505", false)]
    [TestCase("40P01", false)]
    public void The_databases_own_errors_are_told_apart(string sqlState, bool isOutage) =>
        Outage.Is(new InvalidOperationException("outer", new PostgresException("text", "ERROR", "ERROR", sqlState))).ShouldBe(isOutage);

    [Test]
    public void Another_service_that_refuses_is_no_outage()
    {
        Outage.Is(new HttpRequestException("refused", null, System.Net.HttpStatusCode.BadRequest)).ShouldBeFalse();
        Outage.Is(new HttpRequestException("down")).ShouldBeTrue();
        Outage.Is(new AggregateException(new TimeoutException())).ShouldBeFalse();
    }
}
