using System.Text.Json;
using Billing.Contracts;
using Billing.Rating;
using Billing.Sandbox;

namespace Billing.Cli.Modules;

/// <summary>A module as its author has it: <c>manifest.json</c>, <c>build/&lt;name&gt;.wasm</c>, <c>fixtures/*.json</c>.</summary>
public sealed class ModuleFolder
{
    private readonly string _path;

    private ModuleFolder(string path) => _path = path;

    public string Name => Path.GetFileName(_path);

    /// <summary>The folder itself when it has a manifest, else the folders in it that have one and fixtures, by name.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static IReadOnlyList<ModuleFolder> Find(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(ManifestOf(path)))
            return [new ModuleFolder(path)];
        ModuleFolder[] found = Directory.Exists(path)
            ? [.. Directory.EnumerateDirectories(path).Where(below => File.Exists(ManifestOf(below)) && Directory.Exists(Path.Combine(below, "fixtures"))).Order(StringComparer.Ordinal).Select(below => new ModuleFolder(below))]
            : [];
        return found.Length > 0 ? found : throw CliException.Usage($"{folder} holds no module.", "Name a folder with a manifest.json, or one of such folders with fixtures.", folder);
    }

    /// <summary>By name.</summary>
    /// <exception cref="CliException">There is none, or a file is no fixture.</exception>
    public IReadOnlyList<ModuleFixture> Fixtures()
    {
        var folder = Path.Combine(_path, "fixtures");
        ModuleFixture[] fixtures = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(ModuleFixture.Load)] : [];
        return fixtures.Length > 0 ? fixtures : throw CliException.Usage($"Module {Name} has no fixtures.", $"Put documents into {Path.Combine("fixtures", "*.json")} as {{\"document\": …}}.", Name);
    }

    /// <exception cref="CliException">It cannot be read.</exception>
    public ModuleManifest Manifest()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(ManifestOf(_path)), BillingJson.Default.ModuleManifest)!;
        }
        catch (JsonException exception)
        {
            throw CliException.Usage($"{ManifestOf(_path)} is not a manifest: {exception.Message}", "schemas/module-manifest.schema.json says what belongs into one.", Name);
        }
    }

    /// <exception cref="CliException">It is not built, its manifest cannot be read, or the engine refuses it.</exception>
    public ModuleTrial Open(IWasmEngine engine)
    {
        var wasm = Path.Combine(_path, "build", Name + ".wasm");
        if (!File.Exists(wasm))
            throw CliException.Usage($"Module {Name} is not built: {wasm} is missing.", "npm run build, in the module's folder or in tools/sdk.", Name);
        try
        {
            var manifest = Manifest();
            return new ModuleTrial(engine, $"{manifest.ModuleId}@{manifest.Version}", File.ReadAllBytes(wasm), manifest.Limits);
        }
        catch (BillingException exception)
        {
            throw new CliException(exception.Error, ExitCodes.Negative);
        }
    }

    private static string ManifestOf(string folder) => Path.Combine(folder, "manifest.json");
}
