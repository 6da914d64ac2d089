using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts;

namespace Billing.Cli.Facts;

/// <summary>What a load came to.</summary>
public sealed class FactsLoadReport
{
    public int Scenarios { get; set; }

    public int Companies { get; set; }

    /// <summary>Scenarios without a company to bill.</summary>
    public int Skipped { get; set; }

    /// <summary>Rows read and rows changed, by pack.</summary>
    public SortedDictionary<string, (long Rows, long Changed)> Packs { get; } = new(StringComparer.Ordinal);

    /// <summary>Regions of the scenarios' first copies.</summary>
    public IList<LoadedRegion> Regions { get; } = [];

    /// <summary>Ids of scenarios that were loaded under new ids, because another scenario of the load has the same company.</summary>
    public IList<string> Renamed { get; } = [];

    public IList<BillingError> Errors { get; } = [];
}

/// <param name="LoadedAs">The region under which the scenario's rates stand in the tenant.</param>
public sealed record LoadedRegion(string ScenarioId, string Region, string LoadedAs);

internal static class FactsLoadReportJson
{
    public static JsonObject Of(FactsLoadReport report, string tenant) => new()
    {
        ["tenant_id"] = tenant,
        ["scenarios"] = report.Scenarios,
        ["companies"] = report.Companies,
        ["skipped"] = report.Skipped,
        ["packs"] = new JsonObject(report.Packs.Select(pack => KeyValuePair.Create<string, JsonNode?>(
            pack.Key, new JsonObject { ["rows"] = pack.Value.Rows, ["changed"] = pack.Value.Changed }))),
        ["regions"] = new JsonArray([.. report.Regions.Select(region => new JsonObject
        {
            ["scenario"] = region.ScenarioId,
            ["region"] = region.Region,
            ["loaded_as"] = region.LoadedAs,
        })]),
        ["renamed"] = new JsonArray([.. report.Renamed.Select(id => JsonValue.Create(id))]),
        ["errors"] = new JsonArray([.. report.Errors.Select(error => JsonSerializer.SerializeToNode(error, BillingJson.Default.BillingError))]),
    };
}
