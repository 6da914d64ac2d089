using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts;
using Billing.Sandbox.Spec;

namespace Billing.Cli.Sandbox;

/// <summary>A run of the suite as one JSON document.</summary>
internal static class SpecRunJson
{
    public static JsonObject Of(SpecRun run) => new()
    {
        ["engine"] = run.Engine,
        ["passed"] = run.Passed,
        ["failed"] = run.Failed,
        ["skipped"] = run.SkippedText + run.SkippedRefused,
        ["skipped_text"] = run.SkippedText,
        ["skipped_refused"] = run.SkippedRefused,
        ["files"] = new JsonArray([.. run.Files.Select(File)]),
        ["errors"] = new JsonArray([.. run.Errors.Select(error => JsonSerializer.SerializeToNode(error, BillingJson.Default.BillingError))]),
        ["elapsed_ms"] = (long)run.Elapsed.TotalMilliseconds,
    };

    private static JsonObject File(SpecReport report) => new()
    {
        ["file"] = report.File,
        ["passed"] = report.Passed,
        ["failed"] = report.Failed,
        ["skipped"] = report.SkippedText + report.SkippedRefused,
        ["skipped_text"] = report.SkippedText,
        ["skipped_refused"] = report.SkippedRefused,
        ["refused"] = new JsonArray([.. report.Refused.Select(refusal => new JsonObject { ["reason"] = refusal.Key, ["commands"] = refusal.Value })]),
        ["failures"] = new JsonArray([.. report.Failures.Select(failure => new JsonObject
        {
            ["line"] = failure.Line,
            ["command"] = failure.Command,
            ["expected"] = failure.Expected,
            ["actual"] = failure.Actual,
        })]),
    };
}
