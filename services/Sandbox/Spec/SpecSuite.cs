namespace Billing.Sandbox.Spec;

/// <summary>Runs a folder of the official test suite, converted by <c>wast2json</c>, on an engine.</summary>
public static class SpecSuite
{
    /// <summary>Runs every <c>*.json</c> under <paramref name="folder"/>, in order of their names.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static async Task<IReadOnlyList<SpecReport>> RunFolderAsync(IWasmEngine engine, string folder, CancellationToken cancellationToken = default)
    {
        var reports = new List<SpecReport>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            reports.Add(await RunFileAsync(engine, file, cancellationToken));
        return reports;
    }

    /// <summary>Runs one script; the modules it names lie beside it.</summary>
    public static Task<SpecReport> RunFileAsync(IWasmEngine engine, string file, CancellationToken cancellationToken = default) =>
        engine.RunAsync(
            () =>
            {
                using var runner = new SpecRunner(engine, file);
                return runner.Run();
            },
            cancellationToken);
}
