namespace Billing.Sandbox.Spec;

/// <summary>Runs the official test suite, converted by <c>wast2json</c>, on an engine.</summary>
public static class SpecSuite
{
    /// <summary>The scripts under a folder, in order of their names.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<string> FindScripts(string folder) => [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Runs every <c>*.json</c> under <paramref name="folder"/>, in order of their names.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="SpecFormatException">A file is not what <c>wast2json</c> writes.</exception>
    public static async Task<IReadOnlyList<SpecReport>> RunFolderAsync(IWasmEngine engine, string folder, CancellationToken cancellationToken = default)
    {
        var reports = new List<SpecReport>();
        foreach (var file in FindScripts(folder)) reports.Add(await RunFileAsync(engine, file, Path.GetRelativePath(folder, file), cancellationToken));
        return reports;
    }

    /// <summary>Runs one script; the modules it names lie beside it. No command takes longer than 30 seconds, and one that does is the last of its script.</summary>
    /// <param name="name">What the report calls it.</param>
    /// <exception cref="SpecFormatException">The file is not what <c>wast2json</c> writes.</exception>
    public static Task<SpecReport> RunFileAsync(IWasmEngine engine, string file, string name, CancellationToken cancellationToken = default) =>
        engine.RunAsync(
            () =>
            {
                using var runner = new SpecRunner(engine, file);
                return runner.Run(name, cancellationToken);
            },
            cancellationToken);
}
