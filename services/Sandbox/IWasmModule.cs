namespace Billing.Sandbox;

/// <summary>A compiled module, shared by any number of instances.</summary>
public interface IWasmModule
{
    /// <summary>SHA-256 of the module's bytes, lower-case hex.</summary>
    string Sha256 { get; }

    IReadOnlyList<WasmImport> Imports { get; }

    IReadOnlyList<WasmExport> Exports { get; }

    /// <summary>
    /// Links imports, initialises memory, tables and globals, and runs the start function. Call it inside <see cref="IWasmEngine.RunAsync{T}"/>.
    /// Errors: <c>module.unlinkable</c>, <c>trap.*</c>, <c>limit.*</c>.
    /// </summary>
    WasmResult<IWasmInstance> Instantiate(WasmImports imports, WasmLimits limits);
}
