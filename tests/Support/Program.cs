using Billing.Tests.Support;

// Starts a database server and a broker for several test processes, prints the variables that name them, and keeps them until standard input ends.
await using var database = await PrivateDatabase.StartAsync();
await using var broker = await PrivateBroker.StartAsync();
Console.WriteLine($"{TestServers.DatabaseVariable}={database.ConnectionString}");
Console.WriteLine($"{TestServers.BrokerVariable}={broker.Address}");
Console.WriteLine($"{TestServers.ManagementVariable}={broker.Management}");
await Console.Out.FlushAsync();
while (await Console.In.ReadLineAsync() is not null)
{
    // Whatever is written there is not for us: only its end is.
}
