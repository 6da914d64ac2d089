using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Billing.Contracts;
using Spectre.Console;

namespace Billing.Cli;

/// <summary>How values look on a terminal, and how a command writes its JSON.</summary>
public static class Show
{
    private static readonly string[] ZeroDecimalCurrencies = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"];
    private static readonly string[] ThreeDecimalCurrencies = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    /// <summary>Minor units as people write them: <c>1,234.50 USD</c>.</summary>
    public static string Money(long cents, string? currency)
    {
        var (minorUnits, format) = ZeroDecimalCurrencies.Contains(currency, StringComparer.Ordinal) ? (1m, "N0")
            : ThreeDecimalCurrencies.Contains(currency, StringComparer.Ordinal) ? (1000m, "N3")
            : (100m, "N2");
        return ((cents / minorUnits).ToString(format, CultureInfo.InvariantCulture) + " " + currency).TrimEnd();
    }

    public static string Money(IReadOnlyDictionary<string, long> totals) =>
        totals.Count == 0 ? "0" : string.Join(" + ", totals.OrderBy(total => total.Key, StringComparer.Ordinal).Select(total => Money(total.Value, total.Key)));

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration) => duration.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes} min {duration.Seconds:00} s");

    public static void Json<T>(T value, JsonTypeInfo<T> type) => Console.Out.WriteLine(JsonSerializer.Serialize(value, type));

    public static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            var right = column.StartsWith('>');
            table.AddColumn(new TableColumn($"[bold]{Markup.Escape(column.TrimStart('>'))}[/]") { Alignment = right ? Justify.Right : Justify.Left, NoWrap = right });
        }

        return table;
    }

    public static void Row(this Table table, params string[] cells) => table.AddRow([.. cells.Select(cell => new Text(cell))]);

    public static string State(RunState state) => JsonSerializer.SerializeToElement(state, BillingJson.Default.RunState).GetString()!;

    public static string Mode(RunMode mode) => JsonSerializer.SerializeToElement(mode, BillingJson.Default.RunMode).GetString()!;

    public static string Outcome(CompanyOutcome? outcome) => outcome is null ? "open" : JsonSerializer.SerializeToElement(outcome.Value, BillingJson.Default.CompanyOutcome).GetString()!;
}
