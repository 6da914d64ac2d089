using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Billing.Contracts.Tests;

/// <summary>The records and enums of <c>Billing.Contracts</c>.</summary>
internal static class ContractTypes
{
    private static readonly Type[] All =
    [
        .. typeof(BillingError).Assembly.GetExportedTypes()
            .Where(type => !type.IsGenericTypeDefinition && !(type.IsAbstract && type.IsSealed))
            .Where(type => type.IsEnum || type.GetMethod("<Clone>$") is not null),
    ];

    public static IEnumerable<Type> Enums => All.Where(type => type.IsEnum && CrossesABoundary(type));

    public static IEnumerable<Type> Records => All.Where(type => !type.IsEnum && CrossesABoundary(type));

    /// <summary>Types that are never written as JSON.</summary>
    public static IEnumerable<Type> Kept => All.Where(type => !CrossesABoundary(type));

    private static bool CrossesABoundary(Type type) => BillingJson.Default.GetTypeInfo(type) is not null;

    public static JsonTypeInfo JsonOf(Type type) => BillingJson.Default.Options.GetTypeInfo(type);

    public static Type? Named(string name) => Array.Find(All, type => string.Equals(type.Name, name, StringComparison.Ordinal));

    public static Type? ItemOf(Type type) => GenericOf(type, typeof(IReadOnlyList<>))?[0];

    public static Type? ValueOf(Type type) => GenericOf(type, typeof(IReadOnlyDictionary<,>))?[1];

    public static bool IsAnyJson(Type type) => type == typeof(JsonElement);

    private static Type[]? GenericOf(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments() : null;
}
