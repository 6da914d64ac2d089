using System.Text.Json;

namespace Billing.Contracts;

/// <summary>
/// Everything a run pins at creation except its facts. Stored as a snapshot; its SHA-256 is the pipeline digest that charge sets are keyed by.
/// </summary>
public sealed record PipelineDocument
{
    /// <summary><see cref="PipelineDocument"/>'s own format: 1.</summary>
    public required int Format { get; init; }

    /// <summary>Version of the sandbox engine with its fuel model.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>Version of the rating library's rules.</summary>
    public required string RatingVersion { get; init; }

    /// <summary>Version of the tax and invoice rules.</summary>
    public required string TaxVersion { get; init; }

    public required BillingProgram Program { get; init; }

    public required IReadOnlyList<PinnedBinding> Bindings { get; init; }

    /// <summary>Module of each transformer and validator stage, by stage name.</summary>
    public required IReadOnlyDictionary<string, ModuleRef> StageModules { get; init; }

    /// <summary>Manifests of all pinned modules, by hash.</summary>
    public required IReadOnlyDictionary<string, ModuleManifest> Manifests { get; init; }

    /// <summary>Policies after system, profile, tenant and program; a binding's own are in the binding.</summary>
    public required IReadOnlyDictionary<string, string> Policies { get; init; }

    public required ModuleLimits Limits { get; init; }

    /// <summary>Name of the fact source, e.g. <c>facts</c>.</summary>
    public required string FactSource { get; init; }

    /// <summary>Version of the fact pack catalog.</summary>
    public required string CatalogVersion { get; init; }
}

/// <summary>A module version by content.</summary>
/// <param name="Hash">SHA-256 of the WebAssembly bytes, lower-case hex; the bytes are a snapshot under that digest.</param>
public sealed record ModuleRef(string ModuleId, string Version, string Hash);

/// <summary>A binding whose version range was resolved to one module.</summary>
public sealed record PinnedBinding(
    string BindingId,
    BindingSelector Selector,
    int Priority,
    ModuleRef Module,
    IReadOnlyDictionary<string, string> Policies,
    JsonElement? Args = null);
