using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;
using Billing.Sandbox.Validation;

namespace Billing.Sandbox.Compilation;

internal sealed partial class FunctionEmitter
{
    private bool TryEmitControl(in Instruction instruction)
    {
        switch (instruction.Op)
        {
            case WasmOp.Unreachable:
                EmitTrap(nameof(Traps.Unreachable));
                return true;
            case WasmOp.Block or WasmOp.Loop or WasmOp.If:
                EmitBlock(instruction.Op, _code.BlockTypes[instruction.A]);
                return true;
            case WasmOp.Else:
                EmitElse((JoinFlags)instruction.A);
                return true;
            case WasmOp.End:
                EmitEnd((JoinFlags)instruction.A);
                return true;
            case WasmOp.BrIf:
                EmitBranchIf(instruction.A);
                return true;
            case WasmOp.BrTable:
                EmitBranchTable(_code.BranchTables[instruction.A]);
                return true;
            case WasmOp.Return:
                EmitReturn();
                return true;
            case WasmOp.Call:
                EmitCall(instruction.A);
                return true;
            case WasmOp.CallIndirect:
                EmitCallIndirect(instruction.A, (int)instruction.B);
                return true;
            default:
                return false;
        }
    }

    private void EmitBlock(WasmOp op, FunctionType type)
    {
        var frame = new Frame
        {
            Op = op,
            Type = type,
            Height = _stack.Count - type.Parameters.Length - (op == WasmOp.If ? 1 : 0),
            Label = _il.DefineLabel(),
            Else = op == WasmOp.If ? _il.DefineLabel() : default,
            PaidLabel = op == WasmOp.Loop ? _il.DefineLabel() : default,
        };
        if (op == WasmOp.If)
        {
            _stack.LoadAlone(1);
            _stack.Pop(1);
            _il.Emit(OpCodes.Brfalse, frame.Else);
        }
        else
        {
            _stack.Flush();
        }

        _frames.Add(frame);
        if (op == WasmOp.Loop) _il.MarkLabel(frame.Label);
    }

    private void EmitElse(JoinFlags flags)
    {
        var frame = _frames[^1];
        if (flags.HasFlag(JoinFlags.FallsThrough))
        {
            _stack.Flush();
            _il.Emit(OpCodes.Br, frame.Label);
        }

        _il.MarkLabel(frame.Else);
        frame.Op = WasmOp.Else;
        StandAt(frame.Height, frame.Type.Parameters);
    }

    private void EmitEnd(JoinFlags flags)
    {
        var frame = _frames[^1];
        var fallsThrough = flags.HasFlag(JoinFlags.FallsThrough);
        if (_frames.Count == 1)
        {
            if (fallsThrough) EmitReturn();
            return;
        }

        _frames.RemoveAt(_frames.Count - 1);
        var joins = frame.Op is WasmOp.If or WasmOp.Else || (frame.Op == WasmOp.Block && flags.HasFlag(JoinFlags.Targeted));
        if (!joins && fallsThrough) return;
        if (fallsThrough) _stack.Flush();
        if (frame.Op == WasmOp.If) _il.MarkLabel(frame.Else);
        if (frame.Op != WasmOp.Loop) _il.MarkLabel(frame.Label);
        StandAt(frame.Height, frame.Type.Results);
    }

    // From here on the stack is what a label says it is, all of it in slots.
    private void StandAt(int height, WasmType[] types)
    {
        _stack.Truncate(height);
        foreach (var type in types) _stack.PushSpilled(type);
    }

    private bool IsReturn(int depth) => depth == _frames.Count - 1;

    private void EmitBranch(int depth, bool isPaid)
    {
        if (IsReturn(depth))
        {
            EmitReturn();
            return;
        }

        var target = _frames[^(depth + 1)];
        _stack.MoveTo(target.Height, target.LabelTypes.Length);
        _il.Emit(OpCodes.Br, isPaid ? target.PaidLabel : target.Label);
    }

    private void EmitBranchIf(int depth)
    {
        var target = _frames[^(depth + 1)];
        var count = target.LabelTypes.Length;
        _stack.LoadAlone(1);
        _stack.Pop(1);
        if (!IsReturn(depth) && (count == 0 || _stack.Count - count == target.Height))
        {
            _il.Emit(OpCodes.Brtrue, target.Label);
            return;
        }

        var stay = _il.DefineLabel();
        _il.Emit(OpCodes.Brfalse, stay);
        EmitJump(depth);
        _il.MarkLabel(stay);
    }

    // Jumps with the stack in slots, and leaves it as it is for the code that follows.
    private void EmitJump(int depth)
    {
        if (IsReturn(depth))
        {
            EmitReturnFromSlots();
            return;
        }

        var target = _frames[^(depth + 1)];
        _stack.CopyTo(target.Height, target.LabelTypes.Length);
        _il.Emit(OpCodes.Br, target.Label);
    }

    private void EmitBranchTable(int[] depths)
    {
        _stack.LoadAlone(1);
        _stack.Pop(1);
        var landings = new Dictionary<int, Label>();
        var labels = Array.ConvertAll(depths, Landing);
        _il.Emit(OpCodes.Switch, labels[..^1]);
        _il.Emit(OpCodes.Br, labels[^1]);
        foreach (var (depth, label) in landings)
        {
            _il.MarkLabel(label);
            EmitJump(depth);
            RequireRoom();
        }

        // A label that needs no values moved is its own landing.
        Label Landing(int depth)
        {
            var target = _frames[^(depth + 1)];
            if (!IsReturn(depth) && (target.LabelTypes.Length == 0 || _stack.Count - target.LabelTypes.Length == target.Height)) return target.Label;
            if (!landings.TryGetValue(depth, out var label)) landings.Add(depth, label = _il.DefineLabel());
            return label;
        }
    }

    private void EmitReturn()
    {
        var results = _code.Type.Results;
        if (results.Length <= 1)
        {
            _stack.LoadOnly(results.Length, results.Length == 0 ? null : Scratch(results[0]));
            Return();
            return;
        }

        _stack.Flush();
        EmitReturnFromSlots();
    }

    private void EmitReturnFromSlots()
    {
        var results = _code.Type.Results;
        var first = _stack.Count - results.Length;
        for (var i = 1; i < results.Length; i++)
        {
            var slot = _stack.Slot(first + i, results[i]);
            ResultBuffer.Store(_il, LoadContext, results[i], i, () => _il.Emit(OpCodes.Ldloc, slot));
        }

        if (results.Length > 0) _il.Emit(OpCodes.Ldloc, _stack.Slot(first, results[0]));
        Return();
    }

    private void Return()
    {
        var value = _code.Type.Results.Length > 0 && _shape.CarriesFuel ? Scratch(_code.Type.Results[0]) : null;
        _shape.EmitReturn(_il, _code.Type, value, Returned(_code.Type), PassFuel);
    }

    // Where what a function returns is put together and taken apart; null when that is one value.
    private LocalBuilder? Returned(FunctionType type)
    {
        if (!_shape.CarriesFuel || type.Results.Length == 0) return null;
        return _returned[(int)type.Results[0]] ??= _il.Declare(_shape.ReturnType(type));
    }
}
