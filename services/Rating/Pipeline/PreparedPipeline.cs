using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>A pipeline ready to rate with: modules compiled, bindings indexed, policies resolved. Safe for many threads.</summary>
public sealed class PreparedPipeline
{
    private readonly Dictionary<string, ModuleUse> _byBinding = new(StringComparer.Ordinal);

    internal PreparedPipeline(PipelineDocument document, string digest, IReadOnlyDictionary<string, SandboxedModule> modules)
    {
        ProgramRules.Check(document.Program);
        FactPlan = new FactPlanner(Catalogs.Facts).Plan(document);
        Document = document;
        Digest = digest;
        Modules = modules;
        Bindings = new BindingIndex(document.Bindings);
        var policies = new PolicyResolver(Catalogs.Policies);
        policies.Check(document.Policies, "the pipeline");
        AssignmentWindow = AssignmentWindows.Named(document.Policies);
        EventPolicies = EventPolicies.Of(document.Policies);
        foreach (var binding in document.Bindings)
            _byBinding.Add(binding.BindingId, Use(binding.Module, binding.Args, policies.WithBinding(document.Policies, binding.BindingId, binding.Policies)));
        Stages = [.. document.Program.Stages.Select(Prepared)];
    }

    public PipelineDocument Document { get; }

    /// <summary>SHA-256 of the document.</summary>
    public string Digest { get; }

    /// <summary>What its modules and the host read.</summary>
    public FactPlan FactPlan { get; }

    internal IReadOnlyDictionary<string, SandboxedModule> Modules { get; }

    internal BindingIndex Bindings { get; }

    internal AssignmentWindow AssignmentWindow { get; }

    internal EventPolicies EventPolicies { get; }

    internal IReadOnlyList<PreparedStage> Stages { get; }

    internal ModuleUse ProducerOf(BindingTarget target) => _byBinding[Bindings.Resolve(target).BindingId];

    /// <summary>What is bound to a plan type as such; null for none.</summary>
    internal ModuleUse? ProducerOfPlanType(string planType) => Bindings.FindForPlanType(planType) is { } binding ? _byBinding[binding.BindingId] : null;

    /// <summary>Whether events of the pack are given to scopes, rather than to the whole company.</summary>
    internal bool IsRouted(string eventPack) => _byBinding.Values.Any(use => use.Takes(eventPack));

    private PreparedStage Prepared(ProgramStage stage) =>
        new(stage, stage.Kind == StageKind.Producers ? null : Use(StageModule(stage), stage.Args, Document.Policies));

    private ModuleRef StageModule(ProgramStage stage) => Document.StageModules.TryGetValue(stage.Name, out var module)
        ? module
        : throw new BillingException(ErrorCodes.ProgramInvalid, $"The pipeline pins no module for stage {stage.Name}.", "Start the run anew: creating it pins its pipeline again.", stage.Name);

    private ModuleUse Use(ModuleRef module, JsonElement? args, IReadOnlyDictionary<string, string> policies)
    {
        if (!Document.Manifests.TryGetValue(module.Hash, out var manifest))
            throw new BillingException(ErrorCodes.ModuleUnknown, $"The pipeline holds no manifest of {module.Name()}.", "Start the run anew: creating it pins its pipeline again.", module.ModuleId);
        return new ModuleUse(module, manifest, Modules[module.Hash], args, policies, Document.Limits);
    }
}

/// <param name="Module">Null for the producers' stage.</param>
internal sealed record PreparedStage(ProgramStage Stage, ModuleUse? Module);
