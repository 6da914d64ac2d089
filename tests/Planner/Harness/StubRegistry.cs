using Billing.Contracts;
using Billing.Planner.Runs;

namespace Billing.Planner.Tests;

/// <summary>A Registry with one program and no bindings, whose modules a test may choose.</summary>
internal sealed class StubRegistry : IRegistry
{
    public Dictionary<string, ModuleManifest> Manifests { get; } = [];

    /// <summary>Of the program.</summary>
    public IReadOnlyList<ProgramStage> Stages { get; set; } = [new ProgramStage("producers", StageKind.Producers)];

    /// <summary>Thrown instead of an answer.</summary>
    public BillingException? Refusal { get; set; }

    public List<DateOnly> Asked { get; } = [];

    public Task<ResolvedPipeline> ResolveAsync(string tenantId, DateOnly at, string? profile, CancellationToken cancellationToken)
    {
        Asked.Add(at);
        if (Refusal is not null)
            throw Refusal;
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        var program = new BillingProgram("default", "1.0.0", Stages, none);
        return Task.FromResult(new ResolvedPipeline(program, [], new Dictionary<string, ModuleRef>(StringComparer.Ordinal), Manifests, none, profile));
    }

    public static ModuleManifest Manifest(string pack, string range, params string[] fields) => new()
    {
        ModuleId = "mod.asks",
        Name = "Asks for a pack",
        Version = "1.0.0",
        Type = ModuleType.Producer,
        Abi = 1,
        Requires = new ManifestRequires { Facts = [new PackRequirement { Kind = pack, VersionRange = range, Fields = fields }] },
    };
}
