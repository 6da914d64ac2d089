using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Billing.Contracts;

namespace Billing.Hosting;

/// <summary>
/// Writes and reads every type of <see cref="BillingJson"/> exactly as <see cref="BillingJson.Default"/> does, whatever the surrounding options say:
/// a contract has one JSON form, also inside MassTransit's own envelope, whose options are camelCase.
/// </summary>
internal sealed class ContractJsonConverterFactory : JsonConverterFactory
{
    private static readonly Assembly Contracts = typeof(BillingError).Assembly;

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.Assembly == Contracts && !typeToConvert.IsEnum && BillingJson.Default.GetTypeInfo(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
    {
        private static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)BillingJson.Default.GetTypeInfo(typeof(T))!;

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonSerializer.Deserialize(ref reader, Info);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, Info);
    }
}

/// <summary>JSON over HTTP: contracts in their one form, everything else in the same style.</summary>
internal static class ContractJson
{
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolverChain.Insert(0, BillingJson.Default);

        // What the generated context was told by attribute counts only for options of its own.
        foreach (var converter in BillingJson.Default.Options.Converters)
            options.Converters.Add(converter);
    }
}
