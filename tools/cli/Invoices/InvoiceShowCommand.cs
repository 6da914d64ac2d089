using System.CommandLine;
using System.Globalization;
using Billing.Contracts;

namespace Billing.Cli.Invoices;

/// <summary><c>invoice show</c>: one invoice with its items, details, taxes and the modules that made them.</summary>
public static class InvoiceShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("invoice") { Description = "Invoice number or id." };
        var command = CliCommand.Create(
            "show",
            "Show an issued invoice: items, details with the module that made each, taxes, totals.",
            ["alga-billing invoice show INV-000017 --tenant acme", "alga-billing invoice show INV-000017 --tenant acme --json"],
            async (parse, cancellationToken) =>
            {
                using var client = CommonOptions.ClientOf(parse);
                var invoice = await client.GetInvoiceAsync(CommonOptions.TenantOf(parse), parse.GetValue(id)!, cancellationToken).ConfigureAwait(false);
                if (parse.GetValue(CliCommand.Json))
                {
                    Show.Json(invoice, BillingJson.Default.InvoiceView);
                }
                else
                {
                    InvoicePaper.Write(
                        $"{(invoice.Document.Kind is InvoiceKind.CreditNote ? "Credit note" : "Invoice")} {invoice.InvoiceNumber}",
                        [("issued", invoice.IssuedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)), ("run", invoice.RunId.ToString())],
                        invoice.Document,
                        invoice.DocumentDigest);
                }

                return ExitCodes.Ok;
            });
        command.Arguments.Add(id);
        return command.WithTenant();
    }
}
