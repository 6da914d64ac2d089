using System.CommandLine;
using System.Text.Json.Serialization;
using Billing.Cli.Api;
using Billing.Cli.Invoices;
using Billing.Contracts;
using Spectre.Console;

namespace Billing.Cli.Previews;

/// <summary><c>preview --company</c>: the invoice a company would get, computed by the same services and code that would issue it, on the interactive lane.</summary>
public static class PreviewCommand
{
    public static Command Create()
    {
        var company = new Option<string>("--company", "-c") { Description = "Company id.", Required = true };
        var period = new Option<string?>("--period") { Description = "First and last day, both inclusive: the cycles that lie wholly within. Default: every cycle that is due." };
        var dueBy = new Option<string?>("--due-by") { Description = "Every cycle not billed yet that has ended by this day. Default: today." };
        var profile = new Option<string?>("--profile") { Description = "Policy profile. Default: the tenant's." };
        var command = CliCommand.Create(
            "preview",
            "Preview a company's invoices without issuing anything.",
            ["alga-billing preview --tenant acme --company 270b32fe-0dd8-4252-aa88-dbc19cf9fa32", "alga-billing preview --tenant acme --company 270b32fe-0dd8-4252-aa88-dbc19cf9fa32 --period 2025-01-01:2025-01-31 --json"],
            async (parse, cancellationToken) =>
            {
                var request = new RunBilling
                {
                    TenantId = CommonOptions.TenantOf(parse),
                    IdempotencyKey = "preview-" + Guid.CreateVersion7(),
                    Mode = RunMode.Preview,
                    CompanyIds = [parse.GetValue(company)!],
                    Period = parse.GetValue(period) is { } text ? InclusivePeriod.Parse(text) : null,
                    DueBy = parse.GetValue(period) is not null ? null
                        : parse.GetValue(dueBy) is { } day ? InclusivePeriod.ParseDay(day, "--due-by")
                        : DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
                    Profile = parse.GetValue(profile),
                    Lane = Lane.Interactive,
                    RequestedBy = "alga-billing preview",
                };
                using var client = CommonOptions.ClientOf(parse);
                return await PreviewAsync(client, request, parse.GetValue(CliCommand.Json), cancellationToken).ConfigureAwait(false);
            });
        foreach (var option in new Option[] { company, period, dueBy, profile })
            command.Options.Add(option);
        return command.WithTenant();
    }

    private static async Task<int> PreviewAsync(BillingClient client, RunBilling request, bool json, CancellationToken cancellationToken)
    {
        var run = await client.StartRunAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var view in client.WatchRunAsync(run.TenantId, run.RunId, cancellationToken).ConfigureAwait(false))
            run = view;
        var previews = new List<PreviewView>();
        var others = new List<RunCompanyView>();
        await foreach (var company in client.ListRunCompaniesAsync(run.TenantId, run.RunId, null, cancellationToken).ConfigureAwait(false))
        {
            if (company.Outcome is CompanyOutcome.Previewed)
                previews.Add(await client.GetPreviewAsync(run.TenantId, run.RunId, company.CompanyId, company.BillingCycleId, cancellationToken).ConfigureAwait(false));
            else
                others.Add(company);
        }

        if (json)
            Show.Json(new PreviewAnswer(run, previews, others), PreviewJson.Default.PreviewAnswer);
        else
            Write(run, previews, others);
        return others.Exists(company => company.Outcome is CompanyOutcome.Failed) ? ExitCodes.Negative : ExitCodes.Ok;
    }

    private static void Write(RunView run, List<PreviewView> previews, List<RunCompanyView> others)
    {
        foreach (var preview in previews)
            InvoicePaper.Write("Preview", [("run", preview.RunId.ToString())], preview.Document, preview.DocumentDigest);
        foreach (var company in others)
            InvoicePaper.WriteNone(company);

        if (previews.Count + others.Count == 0)
            AnsiConsole.MarkupLineInterpolated($"No cycle of this company is due. [grey]Name one with --period, or a later day with --due-by. Run {run.RunId}.[/]");
    }
}

/// <summary>What <c>preview --json</c> writes.</summary>
/// <param name="Others">Cycles without a preview: nothing to bill, already invoiced, failed.</param>
public sealed record PreviewAnswer(RunView Run, IReadOnlyList<PreviewView> Previews, IReadOnlyList<RunCompanyView> Others);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PreviewAnswer))]
public sealed partial class PreviewJson : JsonSerializerContext;
