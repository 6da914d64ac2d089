namespace Billing.Sandbox;

/// <summary>What a module is linked with, by (module, name): functions of the host, and exports of other instances.</summary>
public sealed class WasmImports
{
    private readonly Dictionary<(string Module, string Name), WasmHostFunction> _functions = [];
    private readonly Dictionary<(string Module, string Name), WasmExternal> _externals = [];

    public IReadOnlyDictionary<(string Module, string Name), WasmHostFunction> Functions => _functions;

    public IReadOnlyDictionary<(string Module, string Name), WasmExternal> Externals => _externals;

    public WasmImports Add(string module, string name, WasmHostFunction function)
    {
        _functions.Add((module, name), function);
        return this;
    }

    /// <summary>Links with what another instance of the same engine exports, see <see cref="IWasmInstance.FindExport"/>.</summary>
    public WasmImports Add(string module, string name, WasmExternal external)
    {
        _externals.Add((module, name), external);
        return this;
    }
}
