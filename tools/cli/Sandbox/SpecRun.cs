using System.Diagnostics;
using Billing.Contracts;
using Billing.Sandbox;
using Billing.Sandbox.Spec;

namespace Billing.Cli.Sandbox;

/// <summary>What became of a run of the suite.</summary>
/// <param name="Errors">Files that could not be read.</param>
internal sealed record SpecRun(string Engine, IReadOnlyList<SpecReport> Files, IReadOnlyList<BillingError> Errors, TimeSpan Elapsed)
{
    public int Passed => Files.Sum(file => file.Passed);

    public int Failed => Files.Sum(file => file.Failed);

    public int SkippedText => Files.Sum(file => file.SkippedText);

    public int SkippedRefused => Files.Sum(file => file.SkippedRefused);

    public int Commands => Passed + Failed + SkippedText + SkippedRefused;

    public static async Task<SpecRun> ExecuteAsync(IWasmEngine engine, IReadOnlyList<(string Path, string Name)> scripts, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var files = new List<SpecReport>();
        var errors = new List<BillingError>();
        foreach (var (path, name) in scripts)
        {
            try
            {
                files.Add(await SpecSuite.RunFileAsync(engine, path, name, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception exception) when (exception is SpecFormatException or IOException or UnauthorizedAccessException)
            {
                errors.Add(new BillingError(ErrorCodes.RequestInvalid, exception.Message, "Convert the .wast file with wast2json again, and keep what it writes in one folder.", name));
            }
        }

        return new SpecRun(engine.Version, files, errors, watch.Elapsed);
    }
}
