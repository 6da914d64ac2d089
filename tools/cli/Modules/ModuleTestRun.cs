using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Rating;
using Billing.Sandbox.Engine;

namespace Billing.Cli.Modules;

/// <summary>How one fixture came out.</summary>
/// <param name="Difference">What is not as expected, in a sentence; null when all is.</param>
/// <param name="Fuel">0 when the module did not get to run.</param>
public sealed record FixtureOutcome(string Module, ModuleFixture Fixture, string? Difference, long Fuel, long PeakMemoryBytes, TimeSpan Duration);

/// <summary>Runs the fixtures of module folders on the engine that bills with them.</summary>
public static class ModuleTestRun
{
    /// <summary>Fuel is the same on every machine and every run, so more of it is a change; up to a fifth more than recorded is let pass.</summary>
    private const double AllowedGrowth = 1.2;

    /// <param name="folders">Module folders, or folders of them.</param>
    /// <param name="record">Write what comes out as what is expected.</param>
    /// <exception cref="CliException">A folder holds no module, a module is not built, or a file is no fixture.</exception>
    public static async Task<IReadOnlyList<FixtureOutcome>> ExecuteAsync(IEnumerable<string> folders, bool record, CancellationToken cancellationToken)
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        var outcomes = new List<FixtureOutcome>();
        foreach (var folder in folders.SelectMany(ModuleFolder.Find))
        {
            using var trial = folder.Open(engine);
            var manifest = folder.Manifest();
            foreach (var fixture in folder.Fixtures())
                outcomes.Add(await RunAsync(folder.Name, manifest, trial, fixture, record, cancellationToken).ConfigureAwait(false));
        }

        return outcomes;
    }

    private static async Task<FixtureOutcome> RunAsync(string module, ModuleManifest manifest, ModuleTrial trial, ModuleFixture fixture, bool record, CancellationToken cancellationToken)
    {
        var result = await trial.RunAsync(fixture.DocumentFor(manifest), cancellationToken).ConfigureAwait(false);
        if (record && result.Output is { } output)
            fixture.Record(output, result.Fuel);
        return new FixtureOutcome(module, fixture, Difference(fixture, result), result.Fuel, result.PeakMemoryBytes, result.Duration);
    }

    private static string? Difference(ModuleFixture fixture, ModuleTrialResult result)
    {
        if (result.Output is not { } output)
            return $"{result.Error!.Code}: {result.Error.Message}";
        if (fixture.Output is not { } expected || fixture.Fuel is not { } fuel)
            return "it expects nothing yet: --record writes what comes out";
        if (!output.Span.SequenceEqual(expected))
            return FirstDifference(expected, output.Span);
        return result.Fuel > fuel * AllowedGrowth ? $"it took {Show.Count(result.Fuel)} units of fuel, {Show.Count(fuel)} are recorded" : null;
    }

    private static string FirstDifference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        var at = expected.CommonPrefixLength(actual);
        return $"byte {Show.Count(at)} of the output: expected …{Around(expected, at)}…, got …{Around(actual, at)}…";
    }

    private static string Around(ReadOnlySpan<byte> text, int at)
    {
        var start = Math.Max(0, at - 20);
        return Encoding.UTF8.GetString(text[start..Math.Min(text.Length, at + 40)]);
    }
}
