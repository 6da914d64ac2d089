using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating.Tests;

/// <summary>A company on 2025-01: one active fixed plan, no events. Tests say only what differs.</summary>
internal sealed class InputBuilder
{
    private readonly Dictionary<string, List<JsonElement>> _facts = new(StringComparer.Ordinal)
    {
        ["CompanyPack"] = [],
        ["AssignmentPack"] = [],
        ["BillingCyclesPack"] = [],
        ["PlanPack"] = [],
        ["TaxRatesPack"] = [],
        ["CompanyTaxRatesPack"] = [],
        ["BilledEventsPack"] = [],
    };

    private readonly Dictionary<string, List<JsonElement>> _events = new(StringComparer.Ordinal);
    private readonly List<JsonElement> _balances = [];
    private BillingPeriod _period = new(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1), "monthly", "cycle-1");
    private string _timeZone = "null";
    private RequestKind? _request;

    public static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    public InputBuilder Period(string start, string end, string cycle = "monthly")
    {
        _period = new BillingPeriod(DateOnly.Parse(start), DateOnly.Parse(end), cycle, "cycle-1");
        return this;
    }

    public InputBuilder Request(RequestKind kind)
    {
        _request = kind;
        return this;
    }

    public InputBuilder TimeZone(string name)
    {
        _timeZone = $"\"{name}\"";
        return this;
    }

    public InputBuilder Fact(string pack, string row)
    {
        if (!_facts.TryGetValue(pack, out var rows))
            _facts[pack] = rows = [];
        rows.Add(Json(row));
        return this;
    }

    /// <summary>A pack the source has and the company has no rows of.</summary>
    public InputBuilder FactPack(string pack)
    {
        _facts.TryAdd(pack, []);
        return this;
    }

    public InputBuilder Without(string pack)
    {
        _facts.Remove(pack);
        return this;
    }

    public InputBuilder Events(string pack, params string[] rows)
    {
        if (!_events.TryGetValue(pack, out var events))
            _events[pack] = events = [];
        events.AddRange(rows.Select(Json));
        return this;
    }

    public InputBuilder Balance(string row)
    {
        _balances.Add(Json(row));
        return this;
    }

    /// <param name="end">First day not covered.</param>
    public InputBuilder Assignment(
        string id, string planId = "plan-1", string planType = "fixed", string start = "2024-06-01", string? end = null, bool active = true, string source = "direct", string? bundleId = null) =>
        Fact("AssignmentPack", $$"""
            {"assignment_id":"{{id}}","company_id":"company-1","plan_id":"{{planId}}","plan_name":"Plan","plan_type":"{{planType}}","start_date":"{{start}}",
             "end_date":{{Quoted(end)}},"is_active":{{(active ? "true" : "false")}},"billing_cycle":"{{_period.BillingCycle}}","bundle_id":{{Quoted(bundleId)}},
             "bundle_name":null,"company_bundle_id":null,"source":"{{source}}"}
            """);

    public InputBuilder Cycle(string effective, string? id = null, string endConvention = "exclusive") =>
        Fact("BillingCyclesPack", $$"""
            {"billing_cycle_id":"{{id ?? "cycle-" + effective}}","billing_cycle":"monthly","effective_date":"{{effective}}","period_start_date":"{{effective}}",
             "period_end_date":"2025-02-01","end_convention":"{{endConvention}}","tax_date":null,"is_closed":false}
            """);

    public InputBuilder Plan(string id, string frequency = "monthly", string? timing = null, string more = "") =>
        Fact("PlanPack", $$"""
            {"plan_id":"{{id}}","plan_name":"Plan","plan_type":"fixed","billing_frequency":"{{frequency}}","billing_timing":{{Quoted(timing)}},"is_active":true{{more}}}
            """);

    public CompanyInput Build() => new()
    {
        Context = new InputContext(
            "tenant-1",
            Json($$"""
                {"company_id":"company-1","company_name":"Company","is_tax_exempt":false,"default_tax_region":"US-NY","region_code":null,"currency_code":"USD",
                 "is_reverse_charge":false,"credit_balance_cents":0,"time_zone":{{_timeZone}}}
                """),
            _period,
            new DateTimeOffset(2025, 2, 1, 6, 0, 0, TimeSpan.Zero),
            "00ff",
            _period.End,
            _request),
        Facts = _facts.ToDictionary(pack => pack.Key, pack => (IReadOnlyList<JsonElement>)pack.Value, StringComparer.Ordinal),
        Events = _events.ToDictionary(pack => pack.Key, pack => (IReadOnlyList<JsonElement>)pack.Value, StringComparer.Ordinal),
        Balances = _balances,
    };

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
