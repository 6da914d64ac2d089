using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;
using static System.FormattableString;

namespace Billing.Sandbox.Engine;

/// <summary>Makes an instance of a module in the order of the specification: imports, memory, tables, globals, segments, start function.</summary>
internal sealed class Instantiation
{
    private readonly CilModule _module;
    private readonly CilInstance _instance;
    private readonly InstanceContext _context;
    private readonly WasmLimits _limits;

    private Instantiation(CilModule module, CilInstance instance, WasmLimits limits)
    {
        _module = module;
        _limits = limits;
        _instance = instance;
        _context = instance.Context;
    }

    public static WasmResult<IWasmInstance> Run(CilModule module, WasmImports imports, WasmLimits limits)
    {
        var instance = new CilInstance(module);
        var error = TryBuild(new Instantiation(module, instance, limits), imports);
        if (error is null) return new WasmResult<IWasmInstance>(instance, null);

        // A function of the failed instance may live on in an imported table, and its memory with it; the finaliser frees that.
        if (instance.IsShared) return new WasmResult<IWasmInstance>(null, error);
        instance.Dispose();
        return new WasmResult<IWasmInstance>(null, error);
    }

    private static WasmError? TryBuild(Instantiation instantiation, WasmImports imports)
    {
        try
        {
            return instantiation.Build(imports);
        }
        catch (WasmFormatException refusal)
        {
            return refusal.Error;
        }
        catch (TrapException trap)
        {
            // An active segment does not fit. What was written to imported memories and tables before stays written, so the specification wants it.
            return new WasmError(trap.Code, trap.Message);
        }
    }

    private WasmError? Build(WasmImports imports)
    {
        var model = _module.Model;
        var imported = model.Imports.ConvertAll(import => (import, external: Linker.Resolve(_module, import, imports, _instance)));
        _context.Functions = new FunctionReference?[model.Functions.Count];
        _context.Tables = new WasmTable[model.Tables.Count];
        InstanceMemory.AllocateGlobals(_context, model.Globals.Count);
        InstanceMemory.AllocateResults(_context, _module.MaximumResults);
        foreach (var (import, external) in imported) Import(import, external);
        if (CreateMemory() is { } noMemory) return noMemory;
        if (CreateTables() is { } noTables) return noTables;
        CreateGlobals();
        _context.Elements = model.Elements.ConvertAll(segment => Array.ConvertAll(segment.Items, Evaluate)).ToArray();
        _context.Data = model.Data.ConvertAll(segment => (ReadOnlyMemory<byte>)model.Bytes.AsMemory(segment.Start, segment.Length)).ToArray();
        WriteSegments();
        return model.Start is { } start ? _instance.Invoke(_context.FunctionAt(start), [], _limits).Error : null;
    }

    private void Import(ImportEntry import, WasmExternal external)
    {
        switch (external)
        {
            case FunctionReference function:
                _context.Functions[import.Index] = function;
                break;
            case WasmTable table:
                _context.Tables[import.Index] = table;
                break;
            case LinearMemory memory:
                _context.Memory = memory;
                memory.Attach(_context);
                break;
            case WasmGlobal global:
                ImportGlobal(import.Index, global);
                break;
        }
    }

    private unsafe void ImportGlobal(int index, WasmGlobal global)
    {
        _instance.KeepGlobal(index, global);
        if (global.Cell is { } cell) _context.ReferenceGlobals[index] = cell;
        else if (global.Type.Mutable) SetGlobal(index, (ulong)global.Address);
        else SetGlobal(index, global.Value.Bits, global.Value.UpperBits);
    }

    private void SetGlobal(int index, ulong bits, ulong upperBits = 0)
    {
        var first = index * InstanceContext.SlotWords;
        (_context.GlobalSlots[first], _context.GlobalSlots[first + 1]) = (bits, upperBits);
    }

    private WasmError? CreateMemory()
    {
        var model = _module.Model;
        if (model.Memories.Count == 0 || model.ImportedMemories > 0) return null;
        var limits = model.Memories[0].Limits;
        var bytes = limits.Minimum * (long)LinearMemory.PageBytes;
        if (bytes > _limits.MemoryBytes)
            return new WasmError(WasmErrorCodes.LimitMemory, Invariant($"The module wants {bytes} bytes of memory at once, the limit is {_limits.MemoryBytes}."));
        if (LinearMemory.TryCreate(_module.Engine.AddressSpace, limits.Minimum, limits.Maximum) is not { } memory)
            return new WasmError(WasmErrorCodes.LimitMemory, Invariant($"There is no room left for a memory of {bytes} bytes: too many instances are alive, or the machine has none."));
        _instance.OwnMemory(memory);
        return null;
    }

    private WasmError? CreateTables()
    {
        var model = _module.Model;
        var total = 0L;
        for (var i = model.ImportedTables; i < model.Tables.Count; i++)
        {
            total += model.Tables[i].Limits.Minimum;
            if (total > EngineLimits.TableElements)
                return new WasmError(WasmErrorCodes.LimitMemory, $"The module's tables have more than {EngineLimits.TableElements} elements.");
            _context.Tables[i] = new WasmTable(model.Tables[i]);
        }

        return null;
    }

    private void CreateGlobals()
    {
        var model = _module.Model;
        for (var i = model.ImportedGlobals; i < model.Globals.Count; i++)
        {
            var initialiser = model.GlobalInitialisers[i - model.ImportedGlobals];
            if (model.Globals[i].Type is WasmType.FuncRef or WasmType.ExternRef) _context.ReferenceGlobals[i] = new ReferenceCell { Value = Evaluate(initialiser) };
            else if (model.Globals[i].Type == WasmType.V128) SetVector(i, initialiser);
            else SetGlobal(i, EvaluateNumber(initialiser));
        }
    }

    private void SetVector(int index, ConstantExpression initialiser)
    {
        if (initialiser.Kind == ConstantKind.Global)
        {
            var first = (int)initialiser.Bits * InstanceContext.SlotWords;
            SetGlobal(index, _context.GlobalSlots[first], _context.GlobalSlots[first + 1]);
            return;
        }

        var bits = _module.Model.VectorConstants[(int)initialiser.Bits];
        SetGlobal(index, (ulong)bits, (ulong)(bits >> 64));
    }

    private object? Evaluate(ConstantExpression expression) => expression.Kind switch
    {
        ConstantKind.Function => _context.FunctionAt((int)expression.Bits),
        ConstantKind.Global => _context.ReferenceGlobals[(int)expression.Bits].Value,
        _ => null,
    };

    // A constant may read imported, immutable globals only; their values lie in the slots themselves.
    private ulong EvaluateNumber(ConstantExpression expression) =>
        expression.Kind == ConstantKind.Global ? _context.GlobalSlots[(int)expression.Bits * InstanceContext.SlotWords] : expression.Bits;

    private void WriteSegments()
    {
        var model = _module.Model;
        for (var i = 0; i < model.Elements.Count; i++)
        {
            var segment = model.Elements[i];
            if (segment.Mode == SegmentMode.Passive) continue;
            var items = _context.Elements[i];
            _context.Elements[i] = [];
            if (segment.Mode == SegmentMode.Active)
                TableOperations.Write(_context.Tables[segment.Table], (uint)EvaluateNumber(segment.Offset), items, 0, (uint)items.Length);
        }

        for (var i = 0; i < model.Data.Count; i++)
        {
            var segment = model.Data[i];
            if (segment.Mode == SegmentMode.Passive) continue;
            var data = _context.Data[i];
            _context.Data[i] = default;
            MemoryOperations.Write(_context.Memory!, (uint)EvaluateNumber(segment.Offset), data.Span, 0, (uint)data.Length);
        }
    }
}
