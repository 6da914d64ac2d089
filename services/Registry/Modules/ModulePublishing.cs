using System.Security.Cryptography;
using Billing.Contracts;
using Billing.Hosting;
using Microsoft.Extensions.Logging;

namespace Billing.Registry;

/// <summary>Publishes a module version once: the same content again is the same answer, another content under the same version is <c>module.version_exists</c>.</summary>
internal sealed partial class ModulePublishing(ModuleStore modules, ModuleValidation validation, ISnapshotStore snapshots, TimeProvider time, ILogger<ModulePublishing> logger)
{
    /// <returns>The published version, and whether this call published it.</returns>
    public async Task<(ModuleView Module, bool IsNew)> PublishAsync(PublishModule request, CancellationToken cancellationToken)
    {
        var tenant = request.TenantId is null ? SnapshotTenants.Shared : TenantIds.Checked(request.TenantId);
        validation.Check(request);
        var manifest = request.Manifest;
        var isShared = string.Equals(tenant, SnapshotTenants.Shared, StringComparison.Ordinal);
        if (!isShared && await modules.IsSharedAsync(manifest.ModuleId, cancellationToken))
            throw Exists($"{manifest.ModuleId} is a first-party module.", "Give the module an id of its own.", manifest.ModuleId);

        var hash = Convert.ToHexStringLower(SHA256.HashData(request.Wasm.Span));
        await snapshots.PutManyAsync(tenant, [new Snapshot(hash, "module", request.Wasm)], cancellationToken);
        var module = new ModuleView(manifest, hash, request.Wasm.Length, time.GetUtcNow(), isShared ? null : tenant);
        if (await modules.TryAddAsync(tenant, module, cancellationToken))
        {
            LogPublished(manifest.ModuleId, manifest.Version, hash, tenant);
            return (module, true);
        }

        var known = await modules.FindAsync(tenant, manifest.ModuleId, manifest.Version, cancellationToken);
        if (known is null || !string.Equals(known.Hash, hash, StringComparison.Ordinal))
            throw Exists($"{manifest.ModuleId}@{manifest.Version} is published with other bytes.", "A published version never changes: publish a new one.", $"{manifest.ModuleId}@{manifest.Version}");
        if (!IsSame(known.Manifest, manifest))
            throw Exists($"{manifest.ModuleId}@{manifest.Version} is published with another manifest.", "A published version never changes: publish a new one.", $"{manifest.ModuleId}@{manifest.Version}");
        return (known, false);
    }

    private static bool IsSame(ModuleManifest left, ModuleManifest right) => System.Text.Json.Nodes.JsonNode.DeepEquals(
        System.Text.Json.JsonSerializer.SerializeToNode(left, BillingJson.Default.ModuleManifest),
        System.Text.Json.JsonSerializer.SerializeToNode(right, BillingJson.Default.ModuleManifest));

    private static BillingException Exists(string message, string wayOut, string subject) => BillingException.Conflict(ErrorCodes.ModuleExists, message, wayOut, subject);

    [LoggerMessage(EventName = "registry.module_published", Level = LogLevel.Information, Message = "Published {ModuleId}@{Version} ({Hash}) for {Tenant}")]
    private partial void LogPublished(string moduleId, string version, string hash, string tenant);
}
