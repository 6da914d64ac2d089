namespace Billing.Tests.Support;

/// <summary>
/// The database server and the broker of a test process: those that <c>BILLING_TEST_DATABASE</c>, <c>BILLING_TEST_RABBITMQ</c> and <c>BILLING_TEST_RABBITMQ_MANAGEMENT</c> name,
/// else private ones, started when first asked for and gone with the process. Fixtures take a <see cref="TestDatabase"/> and a <see cref="TestBroker"/> of their own inside.
/// </summary>
public static class TestServers
{
    public const string DatabaseVariable = "BILLING_TEST_DATABASE";
    public const string BrokerVariable = "BILLING_TEST_RABBITMQ";
    public const string ManagementVariable = "BILLING_TEST_RABBITMQ_MANAGEMENT";

    private static readonly Lazy<Task<PrivateDatabase>> OwnDatabase = new(PrivateDatabase.StartAsync);
    private static readonly Lazy<Task<PrivateBroker>> OwnBroker = new(PrivateBroker.StartAsync);

    /// <summary>A superuser's connection string.</summary>
    public static async Task<string> DatabaseAsync() => Environment.GetEnvironmentVariable(DatabaseVariable) is { Length: > 0 } given ? given : (await OwnDatabase.Value).ConnectionString;

    public static async Task<(Uri Address, Uri Management)> BrokerAsync()
    {
        if (Environment.GetEnvironmentVariable(BrokerVariable) is not { Length: > 0 } address)
            return ((await OwnBroker.Value).Address, (await OwnBroker.Value).Management);
        var management = Environment.GetEnvironmentVariable(ManagementVariable) is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException($"{BrokerVariable} is set without {ManagementVariable} (http://user:password@host:15672).");
        return (new(address), new(management));
    }
}
