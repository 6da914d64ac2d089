using System.Collections.Frozen;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>The modules of a pipeline by <c>module_id@version</c>, as charges name them.</summary>
internal sealed class PinnedModules
{
    private readonly FrozenDictionary<string, ModuleRef> _byName;

    public PinnedModules(PipelineDocument pipeline)
    {
        var byName = new Dictionary<string, ModuleRef>(StringComparer.Ordinal);
        foreach (var module in pipeline.Bindings.Select(binding => binding.Module).Concat(pipeline.StageModules.Values))
            byName[$"{module.ModuleId}@{module.Version}"] = module;
        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <exception cref="BillingException"><c>module.unknown</c>: the charge names a module that the pipeline does not pin.</exception>
    public ModuleRef Of(Charge charge) =>
        charge.SourceModule is { } name && _byName.TryGetValue(name, out var module)
            ? module
            : throw new BillingException(
                ErrorCodes.ModuleUnknown,
                $"Charge '{charge.Description}' comes from module '{charge.SourceModule}', which its pipeline does not pin.",
                subject: charge.SourceModule);
}
