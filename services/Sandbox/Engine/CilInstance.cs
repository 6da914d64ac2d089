using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Engine;

/// <summary>An instance of a <see cref="CilModule"/>.</summary>
internal sealed partial class CilInstance : IWasmInstance
{
    private readonly CilModule _module;
    private readonly Dictionary<int, WasmGlobal> _importedGlobals = [];
    private LinearMemory? _ownMemory;
    private InstanceImage? _image;
    private bool _disposed;

    public CilInstance(CilModule module)
    {
        _module = module;
        Context = new InstanceContext { Code = module, Types = [.. module.Model.Types] };
    }

    public InstanceContext Context { get; }

    /// <summary>Whether other instances may hold functions of this one.</summary>
    public bool IsShared => _module.Model.ImportedTables > 0;

    public long MemoryBytes => Context.Memory?.Length ?? 0;

    /// <summary>Keeps an imported global, whose slot compiled code knows only by its address.</summary>
    public void KeepGlobal(int index, WasmGlobal global) => _importedGlobals.Add(index, global);

    public void OwnMemory(LinearMemory memory)
    {
        _ownMemory = memory;
        Context.Memory = memory;
        memory.Attach(Context);
    }

    public WasmExternal? FindExport(string export)
    {
        if (_module.FindExport(export) is not { } entry) return null;
        return entry.Kind switch
        {
            WasmExternalKind.Function => Context.FunctionAt(entry.Index),
            WasmExternalKind.Table => Context.Tables[entry.Index],
            WasmExternalKind.Memory => Context.Memory,
            _ => GlobalAt(entry.Index),
        };
    }

    public bool TryReadGlobal(string export, out WasmValue value)
    {
        var global = FindExport(export) as WasmGlobal;
        value = global?.Value ?? default;
        return global is not null;
    }

    public bool TryRead(long address, Span<byte> destination)
    {
        RequireAlive();
        if (!Contains(address, destination.Length)) return false;
        if (destination.Length > 0) Context.Memory!.Slice((ulong)address, (ulong)destination.Length).CopyTo(destination);
        return true;
    }

    public bool TryWrite(long address, ReadOnlySpan<byte> source)
    {
        RequireAlive();
        if (!Contains(address, source.Length)) return false;
        if (source.Length == 0) return true;
        Context.Memory!.MarkDirty((ulong)address, (ulong)source.Length);
        source.CopyTo(Context.Memory.Slice((ulong)address, (ulong)source.Length));
        return true;
    }

    public void CaptureImage()
    {
        RequireAlive();
        _ownMemory?.CaptureImage();
        _image = new InstanceImage(_module.Model, Context);
    }

    public void Reset()
    {
        RequireAlive();
        if (_image is null) throw new InvalidOperationException("There is no image to go back to: call CaptureImage first.");
        _ownMemory?.Reset();
        _image.PutBack(Context);
    }

    public void Dispose()
    {
        if (_disposed) return;
        RequireNoOtherThread();
        _disposed = true;
        if (_ownMemory is not null) _ownMemory.Dispose();
        else Context.Memory?.Detach(Context);
    }

    private bool Contains(long address, int length) =>
        address >= 0 && (Context.Memory?.Contains((ulong)address, (ulong)length) ?? (address == 0 && length == 0));

    // Others refer to a global by the slots of the instance that owns it.
    private WasmGlobal GlobalAt(int index) => _importedGlobals.GetValueOrDefault(index)
        ?? new WasmGlobal(_module.Model.Globals[index], Context.GlobalSlots, index, Context.ReferenceGlobals[index]);

    private void RequireAlive() => ObjectDisposedException.ThrowIf(_disposed, this);
}
