using System.Collections.Concurrent;
using System.Text.Json;
using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating;

/// <summary>
/// The pipelines used last, and the sandboxed modules they share. When a pipeline is dropped, modules no other pipeline uses give up their idle instances;
/// whoever still rates with it finishes undisturbed.
/// </summary>
internal sealed class PipelineCache(IWasmEngine engine, IModuleBytes moduleBytes) : IDisposable
{
    private const int Capacity = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Tenant, string Digest), PreparedPipeline> _pipelines = [];
    private readonly LinkedList<(string Tenant, string Digest)> _byUse = new();
    private readonly Dictionary<string, SandboxedModule> _modules = new(StringComparer.Ordinal);

    public PreparedPipeline? Find(string tenantId, string digest)
    {
        var key = (tenantId, digest);
        lock (_lock)
        {
            if (!_pipelines.TryGetValue(key, out var known))
                return null;
            _byUse.Remove(key);
            _byUse.AddFirst(key);
            return known;
        }
    }

    public async Task<PreparedPipeline> GetAsync(string tenantId, ReadOnlyMemory<byte> document, string digest, CancellationToken cancellationToken)
    {
        if (Find(tenantId, digest) is { } known)
            return known;
        var pipeline = Parse(document.Span, digest);
        var pinned = pipeline.Bindings.Select(binding => binding.Module).Concat(pipeline.StageModules.Values).DistinctBy(module => module.Hash, StringComparer.Ordinal);
        var modules = new ConcurrentDictionary<string, SandboxedModule>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(pinned, cancellationToken, async (module, token) => modules[module.Hash] = await ModuleAsync(tenantId, module, token));
        var prepared = new PreparedPipeline(pipeline, digest, modules);
        return modules.Values.Any(module => module.MayBeUsableLater) ? prepared : Keep((tenantId, digest), prepared);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var module in _modules.Values)
                module.Dispose();
            _modules.Clear();
            _pipelines.Clear();
            _byUse.Clear();
        }
    }

    private PipelineDocument Parse(ReadOnlySpan<byte> document, string digest)
    {
        try
        {
            var pipeline = JsonSerializer.Deserialize(document, BillingJson.Default.PipelineDocument)!;
            if (pipeline.Format != RatingRules.PipelineFormat || !string.Equals(pipeline.RatingVersion, RatingRules.Version, StringComparison.Ordinal)
                || !string.Equals(pipeline.EngineVersion, engine.Version, StringComparison.Ordinal))
            {
                throw new BillingException(
                    ErrorCodes.DocumentInvalid,
                    $"Pipeline {digest} was pinned for rating rules {pipeline.RatingVersion} on engine {pipeline.EngineVersion}; "
                    + $"this process has rules {RatingRules.Version} on engine {engine.Version}.",
                    "Let a worker of that release finish the run, or start it anew.",
                    digest);
            }

            return pipeline;
        }
        catch (JsonException exception)
        {
            throw new BillingException(new BillingError(ErrorCodes.DocumentInvalid, $"Snapshot {digest} is not a pipeline: {exception.Message}", "Start the run anew: creating it pins its pipeline again.", digest), exception);
        }
    }

    private async ValueTask<SandboxedModule> ModuleAsync(string tenantId, ModuleRef module, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_modules.TryGetValue(module.Hash, out var known))
                return known;
        }

        ReadOnlyMemory<byte> bytes;
        try
        {
            bytes = await moduleBytes.GetAsync(tenantId, module.Hash, cancellationToken);
        }
        catch (KeyNotFoundException exception)
        {
            throw new BillingException(
                new BillingError(ErrorCodes.ModuleUnknown, $"The bytes of {module.Name()} (hash {module.Hash}) are not there.", "Publish the module again.", module.ModuleId), exception);
        }

        if (!string.Equals(Digest.Of(bytes.Span), module.Hash, StringComparison.Ordinal))
            throw new BillingException(ErrorCodes.ModuleInvalid, $"The bytes given for {module.Name()} do not have hash {module.Hash}.", "Publish the module again.", module.ModuleId);
        var compiled = SandboxedModule.Compile(engine, module.Name(), bytes);
        if (compiled.MayBeUsableLater)
            return compiled;
        lock (_lock)
        {
            if (_modules.TryAdd(module.Hash, compiled))
                return compiled;
            compiled.Dispose();
            return _modules[module.Hash];
        }
    }

    private PreparedPipeline Keep((string Tenant, string Digest) key, PreparedPipeline pipeline)
    {
        lock (_lock)
        {
            if (!_pipelines.TryAdd(key, pipeline))
                return _pipelines[key];
            _byUse.AddFirst(key);
            if (_byUse.Count > Capacity)
            {
                _pipelines.Remove(_byUse.Last!.Value);
                _byUse.RemoveLast();
                DropUnusedModules();
            }

            return pipeline;
        }
    }

    private void DropUnusedModules()
    {
        var used = _pipelines.Values.SelectMany(pipeline => pipeline.Modules.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var (hash, module) in _modules.Where(module => !used.Contains(module.Key)).ToList())
        {
            _modules.Remove(hash);
            module.Dispose();
        }
    }
}
