using System.CommandLine;
using Billing.Cli.Api;

namespace Billing.Cli;

/// <summary>Options that several commands share, read the same way everywhere.</summary>
public static class CommonOptions
{
    public static Option<string?> Tenant { get; } = new("--tenant", "-t") { Description = "Tenant id; the variable BILLING_TENANT is its default." };

    public static Option<string?> Url { get; } = new("--url")
    {
        Description = $"Address of a host with all services; BILLING_URL is its default, else {ServiceAddresses.Default}. BILLING_PLANNER_URL, BILLING_INVOICE_URL and BILLING_REGISTRY_URL name single services.",
    };

    public static string TenantOf(ParseResult parse) =>
        parse.GetValue(Tenant) ?? Environment.GetEnvironmentVariable("BILLING_TENANT")
        ?? throw CliException.Usage("No tenant was named.", "Add --tenant ID, or set BILLING_TENANT.");

    public static BillingClient ClientOf(ParseResult parse) => new(ServiceAddresses.FromEnvironment(parse.GetValue(Url)));

    /// <summary>A command that talks to the services about one tenant.</summary>
    public static Command WithTenant(this Command command)
    {
        command.Options.Add(Tenant);
        command.Options.Add(Url);
        return command;
    }
}
