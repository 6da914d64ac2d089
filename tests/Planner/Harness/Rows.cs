using System.Globalization;

namespace Billing.Planner.Tests;

/// <summary>Fact rows as NDJSON lines, and requests.</summary>
internal static class Rows
{
    public static string CompanyId(int no) => "c-" + no.ToString("000", CultureInfo.InvariantCulture);

    public static string Company(string id) =>
        $$"""{"company_id":"{{id}}","company_name":"Company {{id}}","is_tax_exempt":false,"currency_code":"USD","is_reverse_charge":false,"credit_balance_cents":0}""";

    /// <param name="month"><c>2025-01</c>; also the end of the cycle's id.</param>
    public static string Cycle(string companyId, string month, bool isClosed = false, string? taxDate = null)
    {
        var start = DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $$"""
            {"company_id":"{{companyId}}","billing_cycle_id":"{{companyId}}-{{month}}","billing_cycle":"monthly","effective_date":"{{start:yyyy-MM-dd}}","period_start_date":"{{start:yyyy-MM-dd}}","period_end_date":"{{start.AddMonths(1):yyyy-MM-dd}}","end_convention":"exclusive","is_closed":{{(isClosed ? "true" : "false")}},"tax_date":{{(taxDate is null ? "null" : $"\"{taxDate}\"")}}}
            """;
    }

    public static string UsageRecord(string companyId, string id, string usageDate, string quantity = "\"1.50\"") =>
        $$"""{"company_id":"{{companyId}}","usage_id":"{{id}}","service_id":"s-1","usage_date":"{{usageDate}}","quantity":{{quantity}},"invoiced":false}""";
}
