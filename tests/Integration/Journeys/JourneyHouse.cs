using Billing.Integration.Tests.Processes;

namespace Billing.Integration.Tests.Journeys;

/// <summary>One house of four processes for what goes through all of them: each fixture of this folder bills a tenant of its own.</summary>
[SetUpFixture]
public sealed class JourneyHouse
{
    public static BillingHouse House { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => House = await BillingHouse.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (House is not null)
            await House.DisposeAsync();
    }
}
