using Billing.Contracts;
using Microsoft.Extensions.Configuration;

namespace Billing.Hosting.Tests;

[TestFixture]
internal sealed class SettingsTests
{
    private static readonly string[] Known = ["registry", "planner", "executor", "invoice"];

    [Test]
    public void A_host_has_all_services_unless_some_are_picked()
    {
        Read([]).Services.ShouldBe(Known);
        Read([], ("BILLING_SERVICES", "executor, planner")).Services.ShouldBe(["planner", "executor"]);
        Read(["invoice", "--urls=http://127.0.0.1:0"], ("BILLING_SERVICES", "executor")).Services.ShouldBe(["invoice"]);
    }

    [Test]
    public void Addresses_of_other_services_are_read_by_name() =>
        Read([], ("BILLING_REGISTRY_URL", "http://registry:8080")).ServiceAddresses.ShouldBe(new Dictionary<string, Uri> { ["registry"] = new("http://registry:8080") });

    [TestCase("BILLING_DATABASE", "", "BILLING_DATABASE is not set.")]
    [TestCase("BILLING_DATABASE", "Hots=here", "BILLING_DATABASE is not a connection string")]
    [TestCase("BILLING_DATABASE", "Database=x", "BILLING_DATABASE names no host.")]
    [TestCase("BILLING_TRANSPORT", "pigeon", "BILLING_TRANSPORT is 'pigeon'.")]
    [TestCase("BILLING_RABBITMQ", "", "BILLING_RABBITMQ is not set.")]
    [TestCase("BILLING_RABBITMQ", "http://here", "BILLING_RABBITMQ is not an amqp address.")]
    [TestCase("BILLING_SERVICES", "billing", "BILLING_SERVICES names the service 'billing', which is not there.")]
    [TestCase("BILLING_MODULES", "/no/such/folder", "BILLING_MODULES names the folder '/no/such/folder', which does not exist.")]
    [TestCase("BILLING_WORKERS", "none", "BILLING_WORKERS is 'none'.")]
    [TestCase("BILLING_PLANNER_URL", "planner:80", "BILLING_PLANNER_URL is 'planner:80', which is not an http address.")]
    public void A_bad_setting_is_named(string variable, string value, string message)
    {
        var error = Should.Throw<BillingException>(() => Read([], (variable, value))).Error;

        error.Code.ShouldBe("setting.invalid");
        error.Message.ShouldStartWith(message);
        error.WayOut.ShouldNotBeNullOrEmpty();
    }

    [Test]
    public void A_broker_address_is_taken_apart()
    {
        BrokerAddress.From(new("amqp://some%40one:p%2Fw@broker:5673/v%2Fhost")).ShouldBe(new BrokerAddress("broker", 5673, "v/host", "some@one", "p/w", false));
        BrokerAddress.From(new("amqps://broker")).ShouldBe(new BrokerAddress("broker", 5671, "/", "guest", "guest", true));
    }

    private static BillingSettings Read(string[] arguments, params (string Name, string Value)[] values)
    {
        var all = new Dictionary<string, string?>
        {
            ["BILLING_DATABASE"] = "Host=127.0.0.1;Database=billing",
            ["BILLING_RABBITMQ"] = "amqp://guest:guest@127.0.0.1:5672",
        };
        foreach (var (name, value) in values)
            all[name] = value;
        return BillingSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build(), arguments, Known);
    }
}
