using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Engine;

/// <summary>Globals, own tables and segments of an instance at one moment. Memory keeps its own image, because it knows what was written.</summary>
internal sealed class InstanceImage
{
    private readonly int _firstOwnTable;
    private readonly ulong[] _globals;
    private readonly (ReferenceCell Cell, object? Value)[] _references;
    private readonly ReadOnlyMemory<byte>[] _data;
    private readonly object?[][] _elements;

    public InstanceImage(ModuleModel model, InstanceContext context)
    {
        _firstOwnTable = model.ImportedTables;
        _globals = [.. context.GlobalSlots];
        _references = [.. context.ReferenceGlobals.Skip(model.ImportedGlobals).Where(cell => cell is not null).Select(cell => (cell, cell.Value))];
        _data = [.. context.Data];
        _elements = [.. context.Elements];
        foreach (var table in context.Tables.AsSpan(_firstOwnTable)) table.CaptureImage();
    }

    public void PutBack(InstanceContext context)
    {
        // The slots of imported mutable globals hold addresses that never change, so copying them back changes nothing.
        _globals.CopyTo(context.GlobalSlots, 0);
        foreach (var (cell, value) in _references) cell.Value = value;
        _data.CopyTo(context.Data, 0);
        _elements.CopyTo(context.Elements, 0);
        foreach (var table in context.Tables.AsSpan(_firstOwnTable)) table.Reset();
    }
}
