using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating;

/// <summary>
/// Rates companies in the sandbox. One for the process: it keeps prepared pipelines and instances of modules. Safe for many threads; a pipeline is prepared once
/// and used for thousands of companies.
/// </summary>
public sealed class CompanyRater(IWasmEngine engine, IModuleBytes moduleBytes) : IDisposable
{
    private readonly PipelineCache _pipelines = new(engine, moduleBytes);

    /// <summary>The pipeline as it was prepared before; null when it was not, or is no longer kept.</summary>
    public PreparedPipeline? Find(string tenantId, string pipelineDigest) => _pipelines.Find(tenantId, pipelineDigest);

    /// <summary>
    /// Compiles a pipeline's modules and indexes its bindings; cheap when it was done before. A module that does not compile fails the companies that need it, not this.
    /// Errors: <c>document.invalid</c>, <c>program.invalid</c>, <c>policy.unknown</c>, <c>module.unknown</c> for bytes that are not there.
    /// </summary>
    /// <param name="pipelineDocument">The snapshot's bytes.</param>
    /// <param name="pipelineDigest">Their SHA-256.</param>
    public Task<PreparedPipeline> PrepareAsync(string tenantId, ReadOnlyMemory<byte> pipelineDocument, string pipelineDigest, CancellationToken cancellationToken = default) =>
        _pipelines.GetAsync(tenantId, pipelineDocument, pipelineDigest, cancellationToken);

    /// <inheritdoc cref="PrepareAsync(string, ReadOnlyMemory{byte}, string, CancellationToken)"/>
    public Task<PreparedPipeline> PrepareAsync(string tenantId, PipelineDocument pipeline, CancellationToken cancellationToken = default)
    {
        var (bytes, digest) = PipelineBuilder.Serialize(pipeline);
        return _pipelines.GetAsync(tenantId, bytes, digest, cancellationToken);
    }

    /// <summary>
    /// Rates one company on the engine's threads: eligibility and routing, producers per scope, then the other stages in the program's order. Never throws for what a company,
    /// its facts or a module did wrong; that is the outcome's error.
    /// </summary>
    public Task<RatingOutcome> RateAsync(PreparedPipeline pipeline, InputDocument input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(input);
        return new CompanyRating(engine, pipeline, input).RunAsync(cancellationToken);
    }

    public void Dispose() => _pipelines.Dispose();
}
