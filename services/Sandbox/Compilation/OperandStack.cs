using System.Reflection.Emit;

namespace Billing.Sandbox.Compilation;

/// <summary>
/// Where the operands of the WebAssembly stack are: the upper ones on the CIL stack, in order; the lower ones each in a local for its depth and type.
/// Between basic blocks all are in locals, so that the CIL stack is empty at every label.
/// </summary>
internal sealed class OperandStack(ILGenerator il)
{
    // The JIT walks expression trees recursively, so no tree may grow without bound.
    private const int DeepestTree = 40;

    private readonly List<WasmType> _types = [];
    private readonly List<int> _depths = [];
    private readonly Dictionary<(int Position, WasmType Type), LocalBuilder> _slots = [];
    private int _spilled;

    public int Count => _types.Count;

    public WasmType TypeAt(int fromTop) => _types[^(fromTop + 1)];

    /// <summary>Says that the code just written left a value on the CIL stack, computed from others.</summary>
    /// <param name="depth">Depth of its expression tree.</param>
    public void Push(WasmType type, int depth = 1)
    {
        _types.Add(type);
        _depths.Add(depth);
        if (depth < DeepestTree) return;
        var slot = Slot(Count - 1, type);
        il.Emit(OpCodes.Stloc, slot);
        il.Emit(OpCodes.Ldloc, slot);
        _depths[^1] = 1;
    }

    /// <summary>Says that a value is in its slot already, as the results of a block are.</summary>
    public void PushSpilled(WasmType type)
    {
        _types.Add(type);
        _depths.Add(1);
        _spilled = Count;
    }

    /// <summary>Takes values off after the code just written has consumed them; they must have been on the CIL stack. Gives the depth of the deepest tree among them.</summary>
    public int Pop(int count)
    {
        var depth = 0;
        for (var i = 0; i < count; i++)
        {
            depth = Math.Max(depth, _depths[^1]);
            _types.RemoveAt(_types.Count - 1);
            _depths.RemoveAt(_depths.Count - 1);
        }

        _spilled = Math.Min(_spilled, Count);
        return depth;
    }

    /// <summary>Forgets everything above a height; nothing of it may be on the CIL stack.</summary>
    public void Truncate(int height)
    {
        _types.RemoveRange(height, Count - height);
        _depths.RemoveRange(height, _depths.Count - height);
        _spilled = height;
    }

    /// <summary>Whether the upper values are on the CIL stack already.</summary>
    public bool IsLoaded(int count) => Count - count >= _spilled;

    /// <summary>Brings the upper values onto the CIL stack.</summary>
    public void Load(int count)
    {
        var first = Count - count;
        if (first >= _spilled) return;
        Flush();
        for (var i = first; i < Count; i++) il.Emit(OpCodes.Ldloc, Slot(i, _types[i]));
        _spilled = first;
    }

    /// <summary>Brings the upper values onto the CIL stack, with nothing below them.</summary>
    public void LoadAlone(int count)
    {
        if (Count - count > _spilled) Flush();
        Load(count);
    }

    /// <summary>Moves all values into their slots.</summary>
    public void Flush()
    {
        for (var i = Count - 1; i >= _spilled; i--)
        {
            il.Emit(OpCodes.Stloc, Slot(i, _types[i]));
            _depths[i] = 1;
        }

        _spilled = Count;
    }

    /// <summary>
    /// Moves the upper values into the slots that begin at a height, where a label expects them, and drops what lies between. Afterwards the CIL stack is
    /// empty and this object must be truncated before it is used again.
    /// </summary>
    public void MoveTo(int height, int count)
    {
        if (Count - count >= _spilled)
        {
            for (var i = count - 1; i >= 0; i--) il.Emit(OpCodes.Stloc, Slot(height + i, _types[Count - count + i]));
            for (var i = Count - count - 1; i >= _spilled; i--) il.Emit(OpCodes.Pop);
            return;
        }

        Flush();
        CopyTo(height, count);
    }

    /// <summary>Copies the upper values, all of them in slots, into the slots that begin at a height.</summary>
    public void CopyTo(int height, int count)
    {
        var first = Count - count;
        if (first == height) return;
        for (var i = 0; i < count; i++)
        {
            var type = _types[first + i];
            il.Emit(OpCodes.Ldloc, Slot(first + i, type));
            il.Emit(OpCodes.Stloc, Slot(height + i, type));
        }
    }

    /// <summary>Leaves only the topmost value on the CIL stack, or nothing, as a return wants it.</summary>
    public void LoadOnly(int count, LocalBuilder? scratch)
    {
        if (count == 0)
        {
            for (var i = Count - 1; i >= _spilled; i--) il.Emit(OpCodes.Pop);
            return;
        }

        Load(1);
        var below = Count - 1 - _spilled;
        if (below == 0) return;
        il.Emit(OpCodes.Stloc, scratch!);
        for (var i = 0; i < below; i++) il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ldloc, scratch!);
    }

    /// <summary>The local that holds a value of this type at this position when it is not on the CIL stack.</summary>
    public LocalBuilder Slot(int position, WasmType type)
    {
        if (_slots.TryGetValue((position, type), out var slot)) return slot;
        slot = il.Declare(RuntimeMembers.ClrType(type));
        _slots.Add((position, type), slot);
        return slot;
    }
}
