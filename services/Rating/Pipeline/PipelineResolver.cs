using Billing.Contracts;

namespace Billing.Rating;

/// <summary>A published module version that may be pinned.</summary>
/// <param name="Hash">SHA-256 of its WebAssembly bytes.</param>
public sealed record ModuleVersion(ModuleManifest Manifest, string Hash)
{
    public ModuleRef Ref => new(Manifest.ModuleId, Manifest.Version, Hash);
}

/// <summary>
/// Pins a program and bindings to module versions: the highest published version in each range. The Registry and the CLI use this same code.
/// Errors: <c>module.unknown</c>, <c>program.invalid</c>, <c>policy.unknown</c>, <c>policy.profile_unknown</c>, <c>version.invalid</c>, <c>binding.ambiguous</c>.
/// </summary>
public sealed class PipelineResolver(PolicyCatalog policies)
{
    private readonly PolicyResolver _policies = new(policies);

    public ResolvedPipeline Resolve(
        BillingProgram program,
        IReadOnlyList<Binding> bindings,
        IReadOnlyList<ModuleVersion> modules,
        string? profile = null,
        IReadOnlyDictionary<string, string>? tenantPolicies = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(bindings);
        ProgramRules.Check(program);
        tenantPolicies ??= new Dictionary<string, string>(StringComparer.Ordinal);
        _policies.Resolve(profile, tenantPolicies, program.Policies);
        var manifests = new SortedDictionary<string, ModuleManifest>(StringComparer.Ordinal);

        ModuleRef Pin(string moduleId, string range, ModuleType type, string who)
        {
            var module = Highest(modules, moduleId, range, who);
            if (module.Manifest.Type != type)
                throw new BillingException(ErrorCodes.ProgramInvalid, $"{who} needs a {Word(type)}, and {module.Ref.Name()} is a {Word(module.Manifest.Type)}.", $"Name a {Word(type)} there.", moduleId);
            if (!VersionRange.Parse(module.Manifest.ProgramVersionRange).Contains(SemanticVersion.Parse(program.ProgramVersion)))
            {
                throw new BillingException(
                    ErrorCodes.ProgramInvalid,
                    $"{module.Ref.Name()} works in programs {module.Manifest.ProgramVersionRange}, and program {program.ProgramId} is {program.ProgramVersion}.",
                    "Take another version of the module.",
                    moduleId);
            }

            manifests[module.Hash] = module.Manifest;
            return module.Ref;
        }

        var stages = new SortedDictionary<string, ModuleRef>(StringComparer.Ordinal);
        foreach (var stage in program.Stages.Where(stage => stage.Kind != StageKind.Producers))
        {
            var type = stage.Kind == StageKind.Transformer ? ModuleType.Transformer : ModuleType.Validator;
            stages[stage.Name] = Pin(stage.ModuleId!, stage.VersionRange ?? "*", type, $"Stage {stage.Name}");
        }

        var pinned = new List<PinnedBinding>();
        foreach (var binding in bindings.OrderBy(binding => binding.BindingId, StringComparer.Ordinal))
        {
            BindingSelectors.CheckTie(binding, bindings);
            _policies.Check(binding.Policies, $"binding {binding.BindingId}");
            var module = Pin(binding.ModuleId, binding.VersionRange, ModuleType.Producer, $"Binding {binding.BindingId}");
            pinned.Add(new PinnedBinding(binding.BindingId, binding.Selector, binding.Priority, module, binding.Policies, binding.Args));
        }

        return new ResolvedPipeline(program, pinned, stages, manifests, tenantPolicies, profile);
    }

    private static ModuleVersion Highest(IReadOnlyList<ModuleVersion> modules, string moduleId, string rangeText, string who)
    {
        var range = VersionRange.Parse(rangeText);
        var versions = modules.Where(module => string.Equals(module.Manifest.ModuleId, moduleId, StringComparison.Ordinal)).ToList();
        return versions.Where(module => range.Contains(SemanticVersion.Parse(module.Manifest.Version))).MaxBy(module => SemanticVersion.Parse(module.Manifest.Version))
            ?? throw new BillingException(
                ErrorCodes.ModuleUnknown,
                $"{who} asks for {moduleId} {rangeText}, which is not published.",
                versions.Count == 0 ? $"Publish {moduleId}, or bind another module." : $"Published are {string.Join(", ", versions.Select(module => module.Manifest.Version))}.",
                moduleId);
    }

    private static string Word(ModuleType type) => type switch
    {
        ModuleType.Producer => "producer",
        ModuleType.Transformer => "transformer",
        _ => "validator",
    };
}
