using System.Security.Cryptography;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>What happened in a run, in the words of v8.mjs: one line for each call of the host, each call from outside, and each memory and table at the end.</summary>
internal sealed class Transcript
{
    private readonly List<string> _lines = [];
    private InstanceContext? _own;

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string line) => _lines.Add(line);

    /// <summary>Tells the transcript whose functions are numbered.</summary>
    public void Watch(IWasmInstance instance) => _own = ((FunctionReference)instance.FindExport("refill")!).Context;

    public void AddCall(string name, WasmCallResult result) =>
        Add(result.Error is { } error ? $"{name} -> {error.Code}" : string.Join(' ', result.Values.Select(Show).Prepend("->").Prepend(name)));

    /// <summary>The memory and the tables that an instance exports.</summary>
    /// <param name="withTables">Not without an instance of the generated module: then nobody tells which functions a shared table holds.</param>
    public void AddEnd(string whose, IWasmInstance instance, IWasmModule module, bool withTables = true)
    {
        foreach (var export in module.Exports)
        {
            if (export.Kind == WasmExternalKind.Memory)
            {
                var bytes = new byte[instance.MemoryBytes];
                instance.TryRead(0, bytes).ShouldBeTrue();
                Add($"{whose} {export.Name} {bytes.Length} {Convert.ToHexStringLower(SHA256.HashData(bytes))}");
            }
            else if (withTables && export.Kind == WasmExternalKind.Table)
            {
                var table = (WasmTable)instance.FindExport(export.Name)!;
                Add(string.Join(' ', table.Read(0, (uint)table.Count).ToArray().Select(element => Show(new WasmValue(table.Type.Element, 0, element))).Prepend(export.Name).Prepend(whose)));
            }
        }
    }

    public string Show(WasmValue value) => value.Type switch
    {
        WasmType.I32 => $"i32:{value.Bits:x8}",
        WasmType.I64 => $"i64:{value.Bits:x16}",
        WasmType.F32 => IsNaN(value) ? "f32:nan" : $"f32:{value.Bits:x8}",
        WasmType.F64 => IsNaN(value) ? "f64:nan" : $"f64:{value.Bits:x16}",
        WasmType.FuncRef => $"func:{NumberOf((FunctionReference?)value.Reference)}",
        _ => $"extern:{value.Reference ?? "null"}",
    };

    // At the border to JavaScript a NaN is any NaN; bits are compared where they come out as integers.
    public static bool IsNaN(WasmValue value) => value.Type switch
    {
        WasmType.F32 => float.IsNaN(BitConverter.UInt32BitsToSingle((uint)value.Bits)),
        WasmType.F64 => double.IsNaN(BitConverter.UInt64BitsToDouble(value.Bits)),
        _ => false,
    };

    private string NumberOf(FunctionReference? function)
    {
        if (function is null) return "null";
        var index = Array.IndexOf(function.Context.Functions, function);
        return $"{(index >= 0 ? index : Array.IndexOf(_own!.Functions, function))}";
    }
}
