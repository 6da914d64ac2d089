using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Golden;

/// <summary>Makes the input a scenario's company would have if its rows were loaded and a run were planned over them.</summary>
public static class GoldenInput
{
    /// <summary>What the system itself keeps, and what the legacy engine did not have: a scenario has no rows of it.</summary>
    private static readonly string[] UnknownToGoldens = ["BilledEventsPack", "CapPolicyPack", "PromotionPolicyPack"];

    /// <param name="taxDate">
    /// Value of policy <c>tax_date</c>. The date that a loaded cycle carries stands for the scenario's own day of running in runs of another day; here the run is of that day.
    /// </param>
    /// <exception cref="BillingException"><c>fact.invalid</c>, <c>period.invalid</c>.</exception>
    public static CompanyInput Of(GoldenScenario scenario, FactCatalog catalog, string taxDate)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(catalog);
        var rows = GoldenRows.Of(scenario, catalog, ScenarioIdentity.AsIs);
        var period = GoldenPeriod.Of(scenario);
        var tenant = scenario.Context.OptionalText("tenant_id") ?? "golden";
        var company = rows["CompanyPack"][0];
        var companyId = company["company_id"]!.GetValue<string>();
        var now = new DateTimeOffset(period.RunDate, new TimeOnly(6, 0), TimeSpan.Zero);
        return new CompanyInput
        {
            Context = new InputContext(
                tenant,
                JsonSerializer.SerializeToElement(company),
                period.Period,
                now,
                Digest.Of(Encoding.UTF8.GetBytes($"{tenant}|{companyId}|{period.Period.BillingCycleId}")),
                scenario.IsManualInvoice ? TaxDates.OfManualInvoice(now) : TaxDates.OfCycle(taxDate, period.Period, now),
                scenario.IsManualInvoice ? RequestKind.Manual : null),
            Facts = Packs(PackKind.Fact),
            Events = Packs(PackKind.Event),
            Balances = [],
        };

        Dictionary<string, IReadOnlyList<JsonElement>> Packs(PackKind kind)
        {
            var packs = new Dictionary<string, IReadOnlyList<JsonElement>>(StringComparer.Ordinal);
            foreach (var pack in catalog.Packs)
            {
                if (pack.Kind != kind)
                    continue;
                if (rows.TryGetValue(pack.Name, out var found))
                    packs[pack.Name] = [.. found.Where(row => IsOf(row, companyId)).Select(row => Document(pack, row))];
                else if (UnknownToGoldens.Contains(pack.Name, StringComparer.Ordinal))
                    packs[pack.Name] = [];
            }

            return packs;
        }
    }

    /// <summary>The query of a fact source narrows by company.</summary>
    private static bool IsOf(JsonObject row, string companyId) => string.Equals(row["company_id"]!.GetValue<string>(), companyId, StringComparison.Ordinal);

    /// <summary>Documents hold the company's id only where it is a field of the pack.</summary>
    private static JsonElement Document(FactPack pack, JsonObject row)
    {
        if (!pack.Fields.Any(field => field.Name == "company_id"))
            row.Remove("company_id");
        return JsonSerializer.SerializeToElement(row);
    }
}
