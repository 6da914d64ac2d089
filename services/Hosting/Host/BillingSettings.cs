using System.Globalization;
using Billing.Contracts;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Billing.Hosting;

/// <summary>What carries the messages.</summary>
public enum BusTransport
{
    RabbitMq,

    /// <summary>For all services in one process: forgets on restart; run rows and the sweeper make it whole.</summary>
    InMemory,
}

/// <summary>
/// A host's settings, read once from its configuration (environment variables <c>BILLING_*</c>). A bad value is a <see cref="BillingException"/> with code
/// <c>setting.invalid</c> that names the variable.
/// </summary>
public sealed record BillingSettings
{
    public const string DatabaseVariable = "BILLING_DATABASE";
    public const string DatabaseOwnerVariable = "BILLING_DATABASE_OWNER";
    public const string TransportVariable = "BILLING_TRANSPORT";
    public const string RabbitMqVariable = "BILLING_RABBITMQ";
    public const string ServicesVariable = "BILLING_SERVICES";
    public const string ModulesVariable = "BILLING_MODULES";
    public const string WorkersVariable = "BILLING_WORKERS";
    public const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Connection string of the login the services work with.</summary>
    public required string Database { get; init; }

    /// <summary>Connection string of the login that migrates: may create schemas and roles.</summary>
    public required string DatabaseOwner { get; init; }

    public required BusTransport Transport { get; init; }

    /// <summary><c>amqp://user:pass@host:port/vhost</c>; null on the in-memory transport.</summary>
    public required Uri? RabbitMq { get; init; }

    /// <summary>Names of the services this process hosts.</summary>
    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>Folder of the first-party modules, published at start-up; null for none.</summary>
    public string? ModulesFolder { get; init; }

    /// <summary>Threads that rate; null for one per processor.</summary>
    public int? Workers { get; init; }

    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Base addresses of services hosted elsewhere, by service name.</summary>
    public required IReadOnlyDictionary<string, Uri> ServiceAddresses { get; init; }

    /// <param name="arguments">Words that are not options name services and win over <c>BILLING_SERVICES</c>.</param>
    /// <param name="known">Names of the services the executable has.</param>
    public static BillingSettings Read(IConfiguration configuration, IReadOnlyList<string> arguments, IReadOnlyList<string> known)
    {
        var database = ReadDatabase(configuration, DatabaseVariable) ?? throw Invalid(
            DatabaseVariable, "is not set.", "Give the PostgreSQL connection string, e.g. Host=127.0.0.1;Port=5432;Database=billing;Username=billing;Password=…");
        var transport = ReadTransport(configuration);
        return new()
        {
            Database = database,
            DatabaseOwner = ReadDatabase(configuration, DatabaseOwnerVariable) ?? database,
            Transport = transport,
            RabbitMq = transport == BusTransport.RabbitMq ? ReadRabbitMq(configuration) : null,
            Services = ReadServices(configuration, arguments, known),
            ModulesFolder = ReadFolder(configuration, ModulesVariable),
            Workers = ReadCount(configuration, WorkersVariable),
            OtlpEndpoint = ReadUri(configuration, OtlpVariable),
            ServiceAddresses = known
                .Select(name => (Name: name, Address: ReadUri(configuration, AddressVariable(name))))
                .Where(service => service.Address is not null)
                .ToDictionary(service => service.Name, service => service.Address!, StringComparer.Ordinal),
        };
    }

    /// <summary><c>BILLING_REGISTRY_URL</c> for <c>registry</c>.</summary>
    public static string AddressVariable(string service) => $"BILLING_{service.ToUpperInvariant()}_URL";

    private static string? Value(IConfiguration configuration, string variable)
    {
        var value = configuration[variable];
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    private static string? ReadDatabase(IConfiguration configuration, string variable)
    {
        if (Value(configuration, variable) is not { } text)
            return null;
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(builder.Host))
                throw Invalid(variable, "names no host.", "Add Host=… to the connection string.");
            return builder.ConnectionString;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw Invalid(variable, $"is not a connection string: {error.Message}", "Write it as Host=…;Port=…;Database=…;Username=…;Password=…");
        }
    }

    private static BusTransport ReadTransport(IConfiguration configuration) => Value(configuration, TransportVariable) switch
    {
        null or "rabbitmq" => BusTransport.RabbitMq,
        "in-memory" => BusTransport.InMemory,
        var other => throw Invalid(TransportVariable, $"is '{other}'.", "Use rabbitmq or in-memory."),
    };

    private static Uri ReadRabbitMq(IConfiguration configuration)
    {
        const string Form = "Write it as amqp://user:password@host:port/vhost, or set BILLING_TRANSPORT=in-memory to run all services in one process without a broker.";
        var text = Value(configuration, RabbitMqVariable) ?? throw Invalid(RabbitMqVariable, "is not set.", Form);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0
            ? uri
            : throw Invalid(RabbitMqVariable, "is not an amqp address.", Form);
    }

    private static IReadOnlyList<string> ReadServices(IConfiguration configuration, IReadOnlyList<string> arguments, IReadOnlyList<string> known)
    {
        var named = arguments.TakeWhile(argument => !argument.StartsWith('-')).ToList();
        var (source, names) = named.Count > 0
            ? ("The command line", named)
            : (ServicesVariable, Value(configuration, ServicesVariable)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList() ?? []);
        if (names.Find(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw Invalid(source, $"names the service '{unknown}', which is not there.", $"Pick from: {string.Join(", ", known)}.");
        return names.Count == 0 ? known : [.. known.Where(names.Contains)];
    }

    private static string? ReadFolder(IConfiguration configuration, string variable)
    {
        if (Value(configuration, variable) is not { } folder)
            return null;
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : throw Invalid(variable, $"names the folder '{folder}', which does not exist.", "Build the modules first, or unset it.");
    }

    private static int? ReadCount(IConfiguration configuration, string variable)
    {
        if (Value(configuration, variable) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1024
            ? count
            : throw Invalid(variable, $"is '{text}'.", "Give a number from 1 to 1024.");
    }

    private static Uri? ReadUri(IConfiguration configuration, string variable)
    {
        if (Value(configuration, variable) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw Invalid(variable, $"is '{text}', which is not an http address.", "Write it as http://host:port.");
    }

    private static BillingException Invalid(string variable, string problem, string wayOut) =>
        new(new(ErrorCodes.SettingInvalid, $"{variable} {problem}", wayOut, variable));
}
