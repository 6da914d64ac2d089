using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts;

namespace Billing.Cli.Parity.Attribution;

/// <summary>An attribution report as one JSON document.</summary>
public static class AttributionReportJson
{
    public static JsonObject Of(AttributionReport report, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new JsonObject
        {
            ["profile"] = report.FromProfile,
            ["against"] = report.ToProfile,
            ["families"] = new JsonObject(report.Families.Select(family => KeyValuePair.Create<string, JsonNode?>(family.Key, Family(report, family.Key, family.Value)))),
            ["scenarios"] = new JsonArray([.. report.Different.Select(Scenario)]),
            ["errors"] = new JsonArray([.. report.Errors.Select(error => JsonSerializer.SerializeToNode(error, BillingJson.Default.BillingError))]),
            ["elapsed_ms"] = (long)elapsed.TotalMilliseconds,
        };
    }

    private static JsonObject Family(AttributionReport report, string family, int count)
    {
        var different = report.Different.Where(scenario => scenario.Family == family).ToList();
        return new JsonObject
        {
            ["scenarios"] = count,
            ["different"] = different.Count,
            ["explained"] = different.Count(scenario => scenario.Explanation.IsFull),
        };
    }

    private static JsonObject Scenario(ExplainedScenario scenario) => new()
    {
        ["id"] = scenario.Id,
        ["family"] = scenario.Family,
        ["explained"] = scenario.Explanation.IsFull,
        ["policies"] = new JsonArray([.. scenario.Explanation.Policies.Select(policy => Change(policy, scenario.Parts[policy.Name]))]),
        ["alternatives"] = new JsonArray([.. scenario.Explanation.Alternatives.Select(policy => Change(policy, null))]),
        ["from"] = Side(scenario.FromTotalCents, scenario.FromFailure),
        ["to"] = Side(scenario.ToTotalCents, scenario.ToFailure),
    };

    private static JsonObject Change(PolicyChange change, IReadOnlyList<ParityPart>? parts)
    {
        var json = new JsonObject
        {
            ["name"] = change.Name,
            ["from"] = change.From,
            ["to"] = change.To,
            ["quirks"] = new JsonArray([.. change.Quirks.Select(quirk => JsonValue.Create(quirk))]),
        };
        if (parts is not null)
            json["parts"] = new JsonArray([.. parts.Select(part => JsonValue.Create(part.Name()))]);
        return json;
    }

    private static JsonObject Side(decimal? totalCents, string? failure) => new() { ["total_cents"] = totalCents, ["error_code"] = failure };
}
