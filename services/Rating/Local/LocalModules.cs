using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// The modules of a folder, <c>&lt;name&gt;/manifest.json</c> with <c>&lt;name&gt;/build/&lt;name&gt;.wasm</c>: what is published at start-up, and what the CLI rates with.
/// </summary>
public sealed class LocalModules : IModuleBytes
{
    private readonly Dictionary<string, byte[]> _bytes;

    private LocalModules(IReadOnlyList<ModuleVersion> versions, Dictionary<string, byte[]> bytes)
    {
        Versions = versions;
        _bytes = bytes;
    }

    /// <summary>By folder name.</summary>
    public IReadOnlyList<ModuleVersion> Versions { get; }

    /// <summary>Errors: <c>module.unknown</c> for a folder that is not there or a module that is not built, <c>manifest.invalid</c>.</summary>
    public static LocalModules Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BillingException(ErrorCodes.ModuleUnknown, $"There is no module folder {folder}.", "Set BILLING_MODULES to the folder with the built modules.", folder);
        var versions = new List<ModuleVersion>();
        var bytes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var manifestFile in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(path => Path.Combine(path, "manifest.json")).Where(File.Exists))
        {
            var manifest = ReadManifest(manifestFile);
            var home = Path.GetDirectoryName(manifestFile)!;
            var wasm = Path.Combine(home, "build", Path.GetFileName(home) + ".wasm");
            if (!File.Exists(wasm))
            {
                throw new BillingException(
                    ErrorCodes.ModuleUnknown, $"Module {manifest.ModuleId}@{manifest.Version} is not built: {wasm} is missing.", "Run tools/build.", manifest.ModuleId);
            }

            var content = File.ReadAllBytes(wasm);
            var hash = Digest.Of(content);
            bytes[hash] = content;
            versions.Add(new ModuleVersion(manifest, hash));
        }

        return new LocalModules(versions, bytes);
    }

    public ReadOnlyMemory<byte> Bytes(string hash) => _bytes.TryGetValue(hash, out var bytes) ? bytes : throw new KeyNotFoundException($"No module has hash {hash}.");

    public ValueTask<ReadOnlyMemory<byte>> GetAsync(string tenantId, string hash, CancellationToken cancellationToken) => ValueTask.FromResult(Bytes(hash));

    private static ModuleManifest ReadManifest(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), BillingJson.Default.ModuleManifest)
                ?? throw new BillingException(ErrorCodes.ManifestInvalid, $"{path} is empty.", null, path);
        }
        catch (JsonException exception)
        {
            throw new BillingException(new BillingError(ErrorCodes.ManifestInvalid, $"{path} is not a manifest: {exception.Message}", null, path), exception);
        }
    }
}
