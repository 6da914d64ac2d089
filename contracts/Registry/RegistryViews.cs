using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>A published module version.</summary>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex.</param>
public sealed record ModuleView(ModuleManifest Manifest, string Hash, int SizeBytes, DateTimeOffset PublishedAt, string? TenantId = null);

/// <summary>Body of <c>POST /api/modules</c>: a manifest and its WebAssembly bytes. First-party modules are published by this same call at start-up.</summary>
/// <param name="Wasm">Base64 in JSON.</param>
/// <param name="TenantId">Null for a module every tenant may bind (first-party).</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PublishModule(ModuleManifest Manifest, ReadOnlyMemory<byte> Wasm, string? TenantId = null);

/// <summary>Body of <c>PUT /api/tenants/{tenant}/bindings/{id}</c>.</summary>
/// <param name="EffectiveFrom">First day on which the binding is in force; null for always.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PutBinding(Binding Binding, DateOnly? EffectiveFrom = null);

/// <summary>What a Planner asks the Registry when it creates a run: the tenant's program and bindings in force at a date, resolved to module versions and hashes.</summary>
public sealed record ResolvedPipeline(
    BillingProgram Program,
    IReadOnlyList<PinnedBinding> Bindings,
    IReadOnlyDictionary<string, ModuleRef> StageModules,
    IReadOnlyDictionary<string, ModuleManifest> Manifests,
    IReadOnlyDictionary<string, string> TenantPolicies,
    string? Profile = null);
