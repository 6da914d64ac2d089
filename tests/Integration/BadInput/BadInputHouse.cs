using Billing.Integration.Tests.Processes;

namespace Billing.Integration.Tests.BadInput;

/// <summary>One house of four processes for everything done wrong in this folder: each fixture bills a tenant of its own in it, and whatever it does must leave the others alone.</summary>
[SetUpFixture]
public sealed class BadInputHouse
{
    /// <summary>A fact source that is configured and lacks nearly every view.</summary>
    public const string HalfMadeSource = "psa";

    public static BillingHouse House { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() =>
        House = await BillingHouse.StartAsync(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["BILLING_FACT_SOURCES"] = $"{HalfMadeSource}=psa_views" });

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (House is not null)
            await House.DisposeAsync();
    }
}
