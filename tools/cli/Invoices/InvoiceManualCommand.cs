using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Cli.Api;
using Billing.Contracts;

namespace Billing.Cli.Invoices;

/// <summary><c>invoice manual</c>: an invoice of lines from a file, previewed or issued by the services and code that bill cycles, on the interactive lane.</summary>
public static class InvoiceManualCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("items") { Description = "JSON file: a list of items with description, quantity, rate_cents (and service_id, is_taxable, is_discount, discount_type, discount_percentage, applies_to_service_id)." };
        var company = new Option<string>("--company", "-c") { Description = "Company id.", Required = true };
        var reference = new Option<string>("--reference", "-r") { Description = "Your own name of the invoice: the company is invoiced once under it.", Required = true };
        var mode = new Option<string>("--mode") { Description = "preview or final.", DefaultValueFactory = _ => "preview" };
        mode.AcceptOnlyFromAmong("preview", "final");
        var profile = new Option<string?>("--profile") { Description = "Policy profile. Default: the tenant's." };
        var command = CliCommand.Create(
            "manual",
            "Preview or issue an invoice of items entered by hand: no plan, no billing cycle, taxed as of today. Issuing the same items under the same reference again bills nobody twice.",
            [
                "alga-billing invoice manual items.json --tenant acme --company 270b32fe-0dd8-4252-aa88-dbc19cf9fa32 --reference PO-1017",
                "alga-billing invoice manual items.json --tenant acme --company 270b32fe-0dd8-4252-aa88-dbc19cf9fa32 --reference PO-1017 --mode final",
                """items.json: [{"description": "Cable", "quantity": "12.5", "rate_cents": "180"}, {"description": "Courtesy", "quantity": "1", "rate_cents": "500", "is_discount": true, "discount_type": "fixed"}]""",
            ],
            async (parse, cancellationToken) =>
            {
                var request = new RunBilling
                {
                    TenantId = CommonOptions.TenantOf(parse),
                    IdempotencyKey = "manual-" + Guid.CreateVersion7(),
                    Mode = parse.GetValue(mode) is "final" ? RunMode.Final : RunMode.Preview,
                    Manual = new ManualInvoiceRequest
                    {
                        CompanyId = parse.GetValue(company)!,
                        Reference = parse.GetValue(reference)!,
                        Items = await ReadAsync(parse.GetValue(file)!, cancellationToken).ConfigureAwait(false),
                    },
                    Profile = parse.GetValue(profile),
                    Lane = Lane.Interactive,
                    RequestedBy = "alga-billing invoice manual",
                };
                using var client = CommonOptions.ClientOf(parse);
                return await BillAsync(client, request, parse.GetValue(CliCommand.Json), cancellationToken).ConfigureAwait(false);
            });
        command.Arguments.Add(file);
        foreach (var option in new Option[] { company, reference, mode, profile })
            command.Options.Add(option);
        return command.WithTenant();
    }

    private static async Task<IReadOnlyList<ManualItem>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(bytes, BillingJson.Default.IReadOnlyListManualItem)
                ?? throw CliException.Usage($"{file} holds a JSON null.", "Write a list of items.", file.ToString());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"{file} cannot be read: {exception.Message}", "Name a JSON file of items.", file.ToString());
        }
        catch (JsonException exception)
        {
            throw CliException.Usage(
                $"{file} is not a list of items: {JsonProblem.Describe(exception)}.",
                "Write [{\"description\": \"Cable\", \"quantity\": \"12.5\", \"rate_cents\": \"180\"}, …]; numbers other than counts are JSON strings.",
                exception.Path is { Length: > 0 } path ? path : file.ToString());
        }
    }

    private static async Task<int> BillAsync(BillingClient client, RunBilling request, bool json, CancellationToken cancellationToken)
    {
        var run = await client.StartRunAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var view in client.WatchRunAsync(run.TenantId, run.RunId, cancellationToken).ConfigureAwait(false))
            run = view;
        RunCompanyView? company = null;
        await foreach (var billed in client.ListRunCompaniesAsync(run.TenantId, run.RunId, null, cancellationToken).ConfigureAwait(false))
            company = billed;
        if (company is null)
            throw CliException.Usage($"Run {run.RunId} holds no company.", "It was cancelled before it began; ask again.");
        var answer = new ManualInvoiceAnswer(
            run,
            company,
            company.Outcome is CompanyOutcome.Previewed ? await client.GetPreviewAsync(run.TenantId, run.RunId, company.CompanyId, company.BillingCycleId, cancellationToken).ConfigureAwait(false) : null,
            company.Outcome is CompanyOutcome.Issued ? await client.GetInvoiceAsync(run.TenantId, company.InvoiceNumber!, cancellationToken).ConfigureAwait(false) : null);
        if (json)
            Show.Json(answer, ManualInvoiceJson.Default.ManualInvoiceAnswer);
        else
            Write(answer);
        return company.Outcome is CompanyOutcome.Previewed or CompanyOutcome.Issued or CompanyOutcome.AlreadyInvoiced ? ExitCodes.Ok : ExitCodes.Negative;
    }

    private static void Write(ManualInvoiceAnswer answer)
    {
        if (answer.Preview is { } preview)
        {
            InvoicePaper.Write("Preview", [("run", preview.RunId.ToString())], preview.Document, preview.DocumentDigest);
        }
        else if (answer.Invoice is { } invoice)
        {
            InvoicePaper.Write(
                $"Invoice {invoice.InvoiceNumber}",
                [("issued", invoice.IssuedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)), ("run", invoice.RunId.ToString())],
                invoice.Document,
                invoice.DocumentDigest);
        }
        else
        {
            InvoicePaper.WriteNone(answer.Company);
        }
    }
}

/// <summary>What <c>invoice manual --json</c> writes.</summary>
/// <param name="Preview">Null unless the run was a preview that came to an invoice.</param>
/// <param name="Invoice">Null unless this run issued it.</param>
public sealed record ManualInvoiceAnswer(RunView Run, RunCompanyView Company, PreviewView? Preview, InvoiceView? Invoice);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ManualInvoiceAnswer))]
public sealed partial class ManualInvoiceJson : JsonSerializerContext;
