using System.Text.Json;
using System.Text.Json.Nodes;

namespace Billing.Modules.Tests;

/// <summary>Documents as the host hands them to modules: one company, one period.</summary>
internal static class Documents
{
    /// <summary>Input of a producer: one assignment of one plan.</summary>
    public static JsonObject OfAssignment(string planType, DateOnly periodStart, DateOnly periodEnd, object facts, object? events = null, object? policies = null, DateOnly? from = null, DateOnly? to = null)
    {
        var document = OfCompany(periodStart, periodEnd, facts, policies);
        document["scope"] = Json(new
        {
            assignment_id = "a1",
            company_id = "c1",
            plan_id = "p1",
            plan_name = "Plan",
            plan_type = planType,
            start_date = Text(from ?? periodStart.AddMonths(-7)),
            end_date = to is { } end ? Text(end) : null,
            is_active = true,
            billing_cycle = "monthly",
            bundle_id = (string?)null,
            bundle_name = (string?)null,
            company_bundle_id = (string?)null,
            source = "direct",
        });
        if (events is not null)
            document["events"] = Json(events);
        return document;
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Input of a transformer or validator: the charges of one company.</summary>
    public static JsonObject OfCharges(DateOnly periodStart, DateOnly periodEnd, JsonArray charges, object facts, object? events = null, object? policies = null)
    {
        var document = OfCompany(periodStart, periodEnd, facts, policies);
        document["charges"] = charges;
        if (events is not null)
            document["events"] = Json(events);
        return document;
    }

    /// <summary>The same document with the rows of every pack in another order, which depends on the seed alone.</summary>
    public static JsonObject Shuffled(JsonObject document, int seed)
    {
        var shuffled = document.DeepClone().AsObject();
        foreach (var packs in (string[])["facts", "events"])
        {
            foreach (var (name, rows) in shuffled[packs]?.AsObject().ToArray() ?? [])
                shuffled[packs]![name] = new JsonArray([.. Exact.Shuffled(rows!.AsArray().Select(row => row!.DeepClone()), seed)]);
        }

        return shuffled;
    }

    private static JsonObject OfCompany(DateOnly periodStart, DateOnly periodEnd, object facts, object? policies) => new()
    {
        ["abi"] = 1,
        ["context"] = Json(new
        {
            tenant_id = "t1",
            company = new
            {
                company_id = "c1",
                company_name = "Acme",
                is_tax_exempt = false,
                default_tax_region = "US-NY",
                region_code = "US-NY",
                currency_code = "USD",
                is_reverse_charge = false,
                credit_balance_cents = 0,
                time_zone = (string?)null,
            },
            period = new { start = Text(periodStart), end = Text(periodEnd), billing_cycle = "monthly", billing_cycle_id = "cy1" },
            now = Text(periodEnd) + "T00:00:00Z",
            seed = new string('5', 64),
        }),
        ["facts"] = Json(facts),
        ["policies"] = Json(policies ?? new { }),
    };

    public static JsonNode Json(object value) => JsonSerializer.SerializeToNode(value)!;
}
