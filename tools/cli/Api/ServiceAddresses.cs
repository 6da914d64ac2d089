namespace Billing.Cli.Api;

/// <summary>
/// Where the services answer: <c>BILLING_URL</c> for a host that runs them all, or one address a service
/// (<c>BILLING_REGISTRY_URL</c>, <c>BILLING_PLANNER_URL</c>, <c>BILLING_INVOICE_URL</c>), which wins.
/// </summary>
public sealed record ServiceAddresses(Uri Registry, Uri Planner, Uri Invoice)
{
    public const string Default = "http://127.0.0.1:5080";

    public static ServiceAddresses FromEnvironment(string? url = null)
    {
        var all = url ?? Environment.GetEnvironmentVariable("BILLING_URL");
        return new ServiceAddresses(Of("BILLING_REGISTRY_URL"), Of("BILLING_PLANNER_URL"), Of("BILLING_INVOICE_URL"));

        Uri Of(string variable)
        {
            var address = url ?? Environment.GetEnvironmentVariable(variable) ?? all ?? Default;
            if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw CliException.Usage($"'{address}' is not an http address of a service.", $"Give one such as {Default} in {variable}, BILLING_URL or --url.");
            return uri;
        }
    }
}
