using System.CommandLine;
using Billing.Contracts;
using Spectre.Console;

namespace Billing.Cli.Invoices;

/// <summary><c>invoice list</c>: issued invoices in the order of their numbers, with totals.</summary>
public static class InvoiceListCommand
{
    public static Command Create()
    {
        var run = new Option<Guid?>("--run") { Description = "Only those a run issued." };
        var company = new Option<string?>("--company") { Description = "Only those of a company." };
        var limit = new Option<int>("--limit") { Description = "Rows to show; totals and --json cover all.", DefaultValueFactory = _ => 50 };
        var command = CliCommand.Create(
            "list",
            "List issued invoices with their totals.",
            ["alga-billing invoice list --tenant acme", "alga-billing invoice list --tenant acme --run 0b9f6b5e-3c1d-4a58-9d3c-0d5b1c0f2a11 --limit 10"],
            async (parse, cancellationToken) =>
            {
                var invoices = new List<InvoiceSummary>();
                using var client = CommonOptions.ClientOf(parse);
                await foreach (var invoice in client.ListInvoicesAsync(CommonOptions.TenantOf(parse), parse.GetValue(run), parse.GetValue(company), cancellationToken).ConfigureAwait(false))
                    invoices.Add(invoice);
                if (parse.GetValue(CliCommand.Json))
                    Show.Json(new Page<InvoiceSummary>(invoices, null), BillingJson.Default.PageInvoiceSummary);
                else
                    Write(invoices, parse.GetValue(limit));
                return ExitCodes.Ok;
            });
        foreach (var option in new Option[] { run, company, limit })
            command.Options.Add(option);
        return command.WithTenant();
    }

    private static void Write(List<InvoiceSummary> invoices, int limit)
    {
        var table = Show.NewTable("Number", "Company", "Period", ">Net", ">Tax", ">Total");
        foreach (var invoice in invoices.Take(limit))
        {
            table.Row(
                invoice.InvoiceNumber,
                invoice.CompanyName,
                InclusivePeriod.Format(invoice.PeriodStart, invoice.PeriodEnd),
                Show.Money(invoice.SubtotalCents, null),
                Show.Money(invoice.TaxCents, null),
                Show.Money(invoice.TotalCents, invoice.CurrencyCode));
        }

        if (invoices.Count > limit)
            table.Row("…", $"{Show.Count(invoices.Count - limit)} more", "", "", "", "");
        foreach (var currency in invoices.GroupBy(invoice => invoice.CurrencyCode, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            table.AddEmptyRow();
            table.Row(
                "",
                $"{Show.Count(currency.Count())} invoices",
                "",
                Show.Money(currency.Sum(invoice => invoice.SubtotalCents), null),
                Show.Money(currency.Sum(invoice => invoice.TaxCents), null),
                Show.Money(currency.Sum(invoice => invoice.TotalCents), currency.Key));
        }

        AnsiConsole.Write(table);
    }
}
