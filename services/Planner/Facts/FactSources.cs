using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Planner.Facts;

/// <summary>
/// The fact sources runs may name: PostgreSQL schemas with one table or view per pack. <c>facts</c> is the system's own; others are configured by
/// <c>BILLING_FACT_SOURCES=name=schema,name=schema</c>. A request names a source, never a schema.
/// </summary>
public sealed partial class FactSources
{
    public const string Own = "facts";

    /// <summary>The setting that names the others.</summary>
    public const string Variable = "BILLING_FACT_SOURCES";

    private readonly FrozenDictionary<string, string> _schemas;

    /// <exception cref="BillingException"><c>setting.invalid</c>.</exception>
    public FactSources(string? configured)
    {
        var schemas = new Dictionary<string, string>(StringComparer.Ordinal) { [Own] = Own };
        foreach (var entry in (configured ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split('=', StringSplitOptions.TrimEntries);
            if (parts is not [{ Length: > 0 } name, var schema] || !SchemaName().IsMatch(schema) || !schemas.TryAdd(name, schema))
            {
                throw BillingException.Invalid(
                    ErrorCodes.SettingInvalid,
                    $"{Variable}: '{entry}' is not name=schema with a name of its own and a plain schema name.",
                    "Write it as psa=psa_views,archive=archive_views.",
                    Variable);
            }
        }

        _schemas = schemas.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Error <c>fact.source_unknown</c>.</summary>
    public string SchemaOf(string source) => _schemas.TryGetValue(source, out var schema)
        ? schema
        : throw BillingException.Invalid(
            ErrorCodes.FactSourceUnknown,
            $"There is no fact source named '{source}'; there are {string.Join(", ", _schemas.Keys.Order(StringComparer.Ordinal))}.",
            "Name one of these, or add it to BILLING_FACT_SOURCES of the Planner.",
            source);

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchemaName();
}
