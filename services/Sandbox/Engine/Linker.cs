using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Engine;

/// <summary>Finds what a module imports and checks that it is of the declared type.</summary>
internal static class Linker
{
    /// <exception cref="WasmFormatException">An import is missing or of another type; code <c>module.unlinkable</c>.</exception>
    public static WasmExternal Resolve(CilModule module, ImportEntry import, WasmImports imports, CilInstance instance)
    {
        var model = module.Model;
        var key = (import.Module, import.Name);
        if (imports.Functions.TryGetValue(key, out var host) && import.Kind == WasmExternalKind.Function)
            return LinkHostFunction(module, import, host, instance);
        if (!imports.Externals.TryGetValue(key, out var external)) throw Unlinkable(import, "is not there");
        return (import.Kind, external) switch
        {
            (WasmExternalKind.Function, FunctionReference function) when function.Type.Equals(model.Functions[import.Index]) => function,
            (WasmExternalKind.Table, WasmTable table) when Fits(model.Tables[import.Index], table) => table,
            (WasmExternalKind.Memory, LinearMemory memory) when Fits(model.Memories[import.Index].Limits, memory.Pages, memory.MaximumPages) => memory,
            (WasmExternalKind.Global, WasmGlobal global) when global.Type == model.Globals[import.Index] => global,
            _ => throw Unlinkable(import, "has another type than the module declares"),
        };
    }

    private static FunctionReference LinkHostFunction(CilModule module, ImportEntry import, WasmHostFunction host, CilInstance instance)
    {
        var type = module.Model.Functions[import.Index];
        if (!host.Signature.Parameters.SequenceEqual(type.Parameters) || !host.Signature.Results.SequenceEqual(type.Results))
            throw Unlinkable(import, "has another signature than the module declares");
        var context = new HostContext(host, type, instance);
        InstanceMemory.AllocateResults(context, type.Results.Length);
        return new FunctionReference(module.HostAdapterOf(type), context, type);
    }

    private static bool Fits(TableType declared, WasmTable table) =>
        declared.Element == table.Type.Element && Fits(declared.Limits, (uint)table.Count, table.Type.Limits.Maximum);

    private static bool Fits(Limits declared, uint size, uint? maximum) =>
        size >= declared.Minimum && (declared.Maximum is not { } most || maximum <= most);

    private static WasmFormatException Unlinkable(ImportEntry import, string why) =>
        new(new WasmError(WasmErrorCodes.Unlinkable, $"The import '{import.Module}.{import.Name}' {why}.", import.Offset));
}
