using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>The catalogs this build was made with: <c>schemas/catalog.json</c> and <c>schemas/policies.json</c>.</summary>
public static class Catalogs
{
    private static readonly Lazy<FactCatalog> LazyFacts = new(() => Load("catalog.json", BillingJson.Default.FactCatalog));
    private static readonly Lazy<PolicyCatalog> LazyPolicies = new(() => Load("policies.json", BillingJson.Default.PolicyCatalog));

    public static FactCatalog Facts => LazyFacts.Value;

    public static PolicyCatalog Policies => LazyPolicies.Value;

    private static T Load<T>(string name, JsonTypeInfo<T> type)
    {
        using var stream = typeof(Catalogs).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidOperationException($"{name} is empty.");
    }
}
