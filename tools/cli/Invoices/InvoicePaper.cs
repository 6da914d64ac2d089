using Billing.Contracts;
using Spectre.Console;

namespace Billing.Cli.Invoices;

/// <summary>An invoice document as a person reads it, issued or previewed.</summary>
public static class InvoicePaper
{
    /// <summary>What stands in the place of an invoice or preview: why there is none, and what was warned of.</summary>
    public static void WriteNone(RunCompanyView company)
    {
        ArgumentNullException.ThrowIfNull(company);
        AnsiConsole.MarkupLineInterpolated($"[bold]{Show.Outcome(company.Outcome)}[/]  {company.CompanyName ?? company.CompanyId}, {InclusivePeriod.Format(company.PeriodStart, company.PeriodEnd)}");
        if (company.Error is { } error)
            CliCommand.WriteError(error, json: false);
        foreach (var warning in company.Warnings ?? [])
            AnsiConsole.MarkupLineInterpolated($"  [yellow]warning[/] {warning.Code}: {warning.Message}");
    }

    public static void Write(string title, IReadOnlyList<(string Name, string Value)> facts, InvoiceDocument document, string digest)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{title}[/]  {document.CompanyName}");
        var head = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var (name, value) in facts.Append(("period", $"{InclusivePeriod.Format(document.Period.Start, document.Period.End)} ({document.Period.BillingCycle})")).Append(("document", digest)))
            head.AddRow(new Text(name, new Style(foreground: Color.Grey)), new Text(value));
        AnsiConsole.Write(new Padder(head, new Padding(2, 0, 0, 0)));

        var lines = Show.NewTable("#", "Item", ">Quantity", ">Net", ">Tax", "Region", "Module");
        string? shown = null;
        foreach (var item in document.Items)
        {
            if (item.BundleId is { } id && !string.Equals(id, shown, StringComparison.Ordinal))
                WriteBundle(lines, document.Bundles!.First(bundle => string.Equals(bundle.BundleId, id, StringComparison.Ordinal)));
            shown = item.BundleId;
            lines.AddRow(
                new Text(Show.Count(item.LineNo)),
                new Text(item.Description, new Style(decoration: Decoration.Bold)),
                new Text(item.Quantity),
                new Text(Show.Money(item.NetCents, null)),
                new Text(Show.Money(item.TaxCents, null)),
                new Text(item.TaxRegion ?? ""),
                new Text(""));
            foreach (var detail in item.Details)
            {
                lines.Row(
                    "",
                    "  " + detail.Description,
                    detail.Quantity,
                    Show.Money(detail.NetCents, null),
                    Show.Money(detail.TaxCents, null),
                    detail.TaxRegion ?? "",
                    $"{detail.ModuleId}@{detail.ModuleVersion}");
            }
        }

        AnsiConsole.Write(lines);
        foreach (var tax in document.TaxLines)
            WriteTax(tax, document.CurrencyCode);
        if (document.TaxExemption is { } exemption)
            AnsiConsole.MarkupLineInterpolated($"  [grey]tax[/] none: {Because(exemption)}");
        AnsiConsole.MarkupLineInterpolated(
            $"  [grey]subtotal[/] {Show.Money(document.SubtotalCents, document.CurrencyCode)}  [grey]tax[/] {Show.Money(document.TaxCents, document.CurrencyCode)}  [grey]total[/] [bold]{Show.Money(document.TotalCents, document.CurrencyCode)}[/]");
        foreach (var warning in document.Warnings)
            AnsiConsole.MarkupLineInterpolated($"  [yellow]warning[/] {warning.Code}: {warning.Message}");
    }

    /// <summary>Above a bundle's items: its name, and what they come to.</summary>
    private static void WriteBundle(Table lines, InvoiceBundle bundle)
    {
        var style = new Style(foreground: Color.Grey);
        lines.AddRow(
            new Text(""), new Text($"Bundle {bundle.BundleName}", style), new Text(""), new Text(Show.Money(bundle.NetCents, null), style), new Text(Show.Money(bundle.TaxCents, null), style), new Text(""), new Text(""));
    }

    /// <summary>A region's tax, and its parts where it has several.</summary>
    private static void WriteTax(TaxLine tax, string currency)
    {
        AnsiConsole.MarkupLineInterpolated($"  [grey]tax[/] {tax.Region}: {Sum(tax.RatePercent, tax.BaseCents, tax.TaxCents, currency)}");
        if (tax.Parts.Count < 2)
            return;
        foreach (var part in tax.Parts)
            AnsiConsole.MarkupLineInterpolated($"      [grey]{part.Name ?? Kind(part.Kind)}[/] {Sum(part.RatePercent, part.BaseCents, part.TaxCents, currency)}{(part.Kind == TaxPartKind.Holiday ? " (holiday)" : "")}");
    }

    private static string Sum(string percent, long baseCents, long taxCents, string currency) => $"{percent} % of {Show.Money(baseCents, currency)} = {Show.Money(taxCents, currency)}";

    private static string Kind(TaxPartKind kind) => kind == TaxPartKind.Bracket ? "bracket" : "rates";

    private static string Because(TaxExemption exemption) => exemption == TaxExemption.Exempt ? "the company is exempt" : "reverse charge, the company accounts for it";
}
