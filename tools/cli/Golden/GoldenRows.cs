using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Golden;

/// <summary>
/// A scenario's rows by the catalog's packs: golden's own packs, the company and its cycles made from the context, and what loaders add. The same rows are posted by
/// <c>facts load</c> and rated by <c>parity</c>. Every row carries its <c>company_id</c>; a row that names another company keeps that.
/// </summary>
public static class GoldenRows
{
    private const string CyclesPack = "BillingCyclesPack";
    private const string ManualItems = "ManualItemsPack";

    /// <summary>Packs that golden calls by another name.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal) { ["BucketUsagePack"] = "BucketStatePack" };

    /// <summary>Packs in the order of the catalog; a pack that the scenario lacks is absent.</summary>
    /// <exception cref="BillingException"><c>fact.invalid</c>, naming pack, row and field; <c>period.invalid</c>.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> Of(GoldenScenario scenario, FactCatalog catalog, ScenarioIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(identity);
        var period = GoldenPeriod.Of(scenario);
        var company = scenario.Context.RequiredObject("company");
        var sources = Sources(scenario, company, period);
        var companyId = identity.Id(company.RequiredText("company_id"));
        var rows = new Dictionary<string, IReadOnlyList<JsonObject>>(StringComparer.Ordinal);
        foreach (var pack in catalog.Packs)
        {
            if (sources.TryGetValue(pack.Name, out var source))
                rows[pack.Name] = [.. source.Select(row => Row(pack, row, identity, companyId))];
        }

        if (identity.CompanySuffix.Length > 0)
            rows["CompanyPack"][0]["company_name"] += identity.CompanySuffix;
        return rows;
    }

    private static JsonObject Row(FactPack pack, JsonObject source, ScenarioIdentity identity, string companyId)
    {
        var row = PackRow.Convert(pack, JsonSerializer.SerializeToElement(source));
        identity.Apply(row);
        if (row["company_id"] is null)
            row["company_id"] = companyId;
        return row;
    }

    private static Dictionary<string, IEnumerable<JsonObject>> Sources(GoldenScenario scenario, JsonElement company, GoldenPeriod period)
    {
        var sources = new Dictionary<string, IEnumerable<JsonObject>>(StringComparer.Ordinal) { ["CompanyPack"] = [JsonObject.Create(company)!] };
        foreach (var (name, rows) in scenario.Facts.Concat(scenario.Events))
        {
            var objects = rows.EnumerateArray().Select(row => JsonObject.Create(row)!);
            sources[Renamed.GetValueOrDefault(name, name)] = name switch
            {
                CyclesPack => objects.Select(row => Cycle(row, scenario, period)),
                ManualItems => objects.Select((row, index) => ManualItem(row, scenario.Id, index + 1)),
                _ => objects,
            };
        }

        return sources;
    }

    /// <summary>
    /// The scenario's cycle ends as its context says and is open; the others are history and closed. They end where the next one starts, or,
    /// without an end of their own, a cycle after they took effect.
    /// </summary>
    private static JsonObject Cycle(JsonObject row, GoldenScenario scenario, GoldenPeriod period)
    {
        var source = JsonSerializer.SerializeToElement(row);
        var isContext = string.Equals(source.OptionalText("billing_cycle_id"), period.Period.BillingCycleId, StringComparison.Ordinal);
        row["tax_date"] = Format(period.RunDate);
        row["is_closed"] = !isContext || scenario.IsAlreadyInvoiced;
        if (isContext)
        {
            row["end_convention"] = period.EndConvention;
            row["period_end_date"] = period.EndAsWritten;
        }
        else if (source.Optional("period_end_date") is null)
        {
            row["end_convention"] = GoldenPeriod.Exclusive;
            row["period_end_date"] = Format(BillingCycles.Add(source.RequiredDate("effective_date"), source.RequiredText("billing_cycle"), 1));
        }
        else
        {
            row["end_convention"] = GoldenPeriod.Exclusive;
        }

        return row;
    }

    private static JsonObject ManualItem(JsonObject row, string scenarioId, int number)
    {
        row["item_id"] ??= string.Create(CultureInfo.InvariantCulture, $"{scenarioId}-item-{number}");
        row["sequence"] ??= number;
        return row;
    }

    private static string Format(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
