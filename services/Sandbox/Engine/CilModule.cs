using Billing.Sandbox.Binary;
using Billing.Sandbox.Compilation;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Engine;

/// <summary>A module compiled by <see cref="CilWasmEngine"/>.</summary>
internal sealed class CilModule : IWasmModule, ICodeSource
{
    // Machine code, unwinding data and the runtime's own structures take some ten times the CIL; the cache counts in these.
    private const int BytesPerIlByte = 10;

    private readonly CompiledCode _code;
    private readonly Dictionary<string, ExportEntry> _exports;

    public CilModule(CilWasmEngine engine, string sha256, ModuleModel model, CompiledCode code)
    {
        Engine = engine;
        Sha256 = sha256;
        Model = model;
        _code = code;
        Imports = model.Imports.ConvertAll(import => new WasmImport(
            import.Module, import.Name, import.Kind, import.Kind == WasmExternalKind.Function ? model.Functions[import.Index].ToSignature() : null));
        Exports = model.Exports.ConvertAll(export => new WasmExport(
            export.Name, export.Kind, export.Kind == WasmExternalKind.Function ? model.Functions[export.Index].ToSignature() : null));
        _exports = model.Exports.ToDictionary(export => export.Name, StringComparer.Ordinal);
        MaximumResults = model.Functions.Count == 0 ? 0 : model.Functions.Max(type => type.Results.Length);
        EstimatedBytes = model.Bytes.Length + (code.IlBytes * BytesPerIlByte);
    }

    public CilWasmEngine Engine { get; }

    public string Sha256 { get; }

    public IReadOnlyList<WasmImport> Imports { get; }

    public IReadOnlyList<WasmExport> Exports { get; }

    public ModuleModel Model { get; }

    /// <summary>The most results any function has, so that an instance knows how much room they need.</summary>
    public int MaximumResults { get; }

    /// <summary>What the module holds in memory, roughly.</summary>
    public long EstimatedBytes { get; }

    /// <summary>The generated type: alive for as long as the machine code is loaded.</summary>
    public Type LoadedCode => _code.Owner;

    public ExportEntry? FindExport(string name) => _exports.GetValueOrDefault(name);

    public nint AddressOf(int function) => _code.Functions[function - Model.ImportedFunctions].GetFunctionPointer();

    public FunctionType TypeOf(int function) => Model.Functions[function];

    public nint EntryOf(FunctionType type) => _code.Entries[type].GetFunctionPointer();

    public nint HostAdapterOf(FunctionType type) => _code.HostAdapters[type].GetFunctionPointer();

    public WasmResult<IWasmInstance> Instantiate(WasmImports imports, WasmLimits limits)
    {
        Engine.Threads.RequireOwnThread();
        return Instantiation.Run(this, imports, limits);
    }
}
