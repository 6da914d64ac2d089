namespace Billing.Sandbox.Spec;

/// <summary>The outcome of making an instance: one of the two is set.</summary>
internal readonly record struct SpecInstance(IWasmInstance? Instance, WasmError? Error)
{
    /// <summary>The refusal of a feature, when that is why there is no instance.</summary>
    public string? Refusal => string.Equals(Error?.Code, WasmErrorCodes.Unsupported, StringComparison.Ordinal) ? Error!.Message : null;
}

/// <summary>The instances of one script. They live until it ends, because later ones link with them.</summary>
internal sealed class SpecInstances : IDisposable
{
    private readonly IWasmEngine _engine;
    private readonly WasmLimits _limits;
    private readonly List<IWasmInstance> _all = [];
    private readonly Dictionary<string, SpecInstance> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpecInstance> _registered = new(StringComparer.Ordinal);
    private SpecInstance? _current;

    public SpecInstances(IWasmEngine engine, WasmLimits limits)
    {
        _engine = engine;
        _limits = limits;
        var spectest = Create(SpecTestModule.Bytes);
        if (spectest.Error is not null) throw new InvalidOperationException($"spectest does not load: {spectest.Error}");
        _registered.Add(SpecTestModule.Name, spectest);
    }

    public void Dispose()
    {
        foreach (var instance in _all) instance.Dispose();
    }

    /// <summary>Compiles, links with what is registered, and instantiates. A module that imports from a refused one shares its refusal.</summary>
    public SpecInstance Create(byte[] wasm)
    {
        var module = _engine.Compile(wasm);
        if (module.Error is not null) return new SpecInstance(null, module.Error);
        var imports = new WasmImports();
        foreach (var import in module.Value!.Imports.DistinctBy(import => (import.Module, import.Name)))
        {
            var exporter = _registered.GetValueOrDefault(import.Module);
            if (exporter.Refusal is not null) return exporter;
            if (exporter.Instance?.FindExport(import.Name) is { } external) imports.Add(import.Module, import.Name, external);
        }

        var instance = module.Value.Instantiate(imports, _limits);
        if (instance.Value is not null) _all.Add(instance.Value);
        return new SpecInstance(instance.Value, instance.Error);
    }

    /// <summary>Makes it the one that unnamed actions mean.</summary>
    public void SetCurrent(string? name, SpecInstance instance)
    {
        _current = instance;
        if (name is not null) _named[name] = instance;
    }

    public void Register(string name, SpecInstance instance) => _registered[name] = instance;

    /// <summary>Null when no module of that name came before.</summary>
    public SpecInstance? Find(string? name) => name is null ? _current : _named.TryGetValue(name, out var instance) ? instance : null;
}
