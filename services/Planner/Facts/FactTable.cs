using System.Text.Json;
using Billing.Contracts;

namespace Billing.Planner.Facts;

/// <summary>
/// A pack as a table or view of a fact source: named after the pack in snake case, one column per field, <c>company_id</c> (null for rows that all
/// companies share) and <c>extra</c> (a JSON object of fields the catalog does not know). Identifiers come from the catalog, never from input.
/// </summary>
public sealed class FactTable
{
    public const string CompanyId = "company_id";
    public const string TenantId = "tenant_id";
    public const string Extra = "extra";

    public FactTable(FactPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        Pack = pack;
        Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(pack.Name);
        Fields = [.. pack.Fields.OrderBy(field => field.Name, StringComparer.Ordinal)];
        KeyColumns = [TenantId, CompanyId, .. pack.Key.Where(name => name is not CompanyId)];
    }

    public FactPack Pack { get; }

    /// <summary>Unquoted: <c>plan_fixed_config_pack</c>.</summary>
    public string Name { get; }

    /// <summary>In ordinal order of their names, which is their order in canonical JSON.</summary>
    public IReadOnlyList<FactField> Fields { get; }

    /// <summary>What identifies a row: tenant and company first.</summary>
    public IReadOnlyList<string> KeyColumns { get; }

    public bool IsOwnedByCompany => string.Equals(Pack.Owner, "company", StringComparison.Ordinal);

    /// <summary>Fields that are columns beside <c>company_id</c>, which every table has.</summary>
    public IEnumerable<FactField> OwnFields => Fields.Where(column => column.Name is not CompanyId);

    public static string Quote(string identifier) => "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    public static string SqlType(FactType type) => type switch
    {
        FactType.Text => "text",
        FactType.Integer or FactType.Cents => "bigint",
        FactType.Decimal => "numeric",
        FactType.Boolean => "boolean",
        FactType.Date => "date",
        FactType.Instant => "timestamptz",
        FactType.Json => "jsonb",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A fact type without a column type."),
    };
}
