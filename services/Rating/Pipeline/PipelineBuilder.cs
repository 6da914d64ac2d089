using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Makes the document that a run pins, from what the Registry resolved and what the caller runs on.</summary>
public static class PipelineBuilder
{
    /// <param name="engineVersion"><c>IWasmEngine.Version</c> of the engine that will run it.</param>
    /// <param name="factSource">Name of the fact source, e.g. <c>facts</c>.</param>
    /// <param name="limits">Limits of the trust tier; null for the defaults of <see cref="CallLimits"/>.</param>
    /// <exception cref="BillingException"><c>policy.unknown</c>, <c>policy.profile_unknown</c>.</exception>
    public static PipelineDocument Build(ResolvedPipeline resolved, string engineVersion, string factSource, ModuleLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(resolved);
        var policies = new PolicyResolver(Catalogs.Policies);
        foreach (var binding in resolved.Bindings)
            policies.Check(binding.Policies, $"binding {binding.BindingId}");
        return new PipelineDocument
        {
            Format = RatingRules.PipelineFormat,
            EngineVersion = engineVersion,
            RatingVersion = RatingRules.Version,
            TaxVersion = RulesVersions.Tax,
            Program = resolved.Program,
            Bindings = [.. resolved.Bindings.OrderBy(binding => binding.BindingId, StringComparer.Ordinal)],
            StageModules = resolved.StageModules,
            Manifests = resolved.Manifests,
            Policies = policies.Resolve(resolved.Profile, resolved.TenantPolicies, resolved.Program.Policies),
            Limits = CallLimits.OrDefault(limits),
            FactSource = factSource,
            CatalogVersion = Catalogs.Facts.CatalogVersion,
        };
    }

    /// <summary>The document as it is stored, and its digest: the pipeline digest.</summary>
    public static (byte[] Bytes, string Digest) Serialize(PipelineDocument pipeline)
    {
        var bytes = CanonicalJson.Serialize(pipeline, BillingJson.Default.PipelineDocument);
        return (bytes, Digest.Of(bytes));
    }
}
