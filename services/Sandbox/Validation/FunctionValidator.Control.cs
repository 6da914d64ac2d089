using Billing.Sandbox.Binary;
using static System.FormattableString;

namespace Billing.Sandbox.Validation;

internal sealed partial class FunctionValidator
{
    private static readonly FunctionType EmptyBlock = new([], []);
    private static readonly FunctionType[] ResultBlocks = Array.ConvertAll(Enum.GetValues<WasmType>(), type => new FunctionType([], [type]));

    private bool TryReadControl(WasmOp op)
    {
        switch (op)
        {
            case WasmOp.Unreachable:
                if (Live) AddFree(op);
                SetUnreachable();
                return true;
            case WasmOp.Nop:
                return true;
            case WasmOp.Block or WasmOp.Loop or WasmOp.If:
                ReadBlock(op);
                return true;
            case WasmOp.Else:
                ReadElse();
                return true;
            case WasmOp.End:
                ReadEnd();
                return true;
            case WasmOp.Br or WasmOp.BrIf:
                ReadBranch(op);
                return true;
            case WasmOp.BrTable:
                ReadBranchTable();
                return true;
            case WasmOp.Return:
                _operands.Pop(_type.Results, _at);
                if (Live) AddFree(op);
                SetUnreachable();
                return true;
            case WasmOp.Call:
                ReadCall();
                return true;
            case WasmOp.CallIndirect:
                ReadCallIndirect();
                return true;
            default:
                return false;
        }
    }

    private void ReadBlock(WasmOp op)
    {
        var type = ReadBlockType();
        if (op == WasmOp.If) Pop(WasmType.I32);
        _operands.Pop(type.Parameters, _at);
        if (Live && _code is not null)
        {
            _code.BlockTypes.Add(type);
            if (op == WasmOp.Loop) _code.LoopDepth = Math.Max(_code.LoopDepth, _loopDepth + 1);
        }

        var index = (_code?.BlockTypes.Count ?? 0) - 1;
        if (op == WasmOp.If) Add(op, index);
        else if (Live) AddFree(op, index);
        PushBlock(op, type);
        if (Live && op is WasmOp.Loop or WasmOp.If) BeginCharge();
    }

    private FunctionType ReadBlockType()
    {
        var code = _cursor.PeekByte();
        if (code == 0x40)
        {
            _cursor.Skip(1);
            return EmptyBlock;
        }

        if (code is >= 0x40 and < 0x80) return ResultBlocks[(int)ModuleDecoder.ReadValueType(_cursor)];
        var at = _cursor.Offset;
        var index = _cursor.ReadS33();
        return index >= 0 && index < module.Types.Count
            ? module.Types[(int)index]
            : throw WasmFormatException.Invalid(Invariant($"There is no type {index}."), at);
    }

    private void PushBlock(WasmOp op, FunctionType type)
    {
        _blocks.Add(new Block { Op = op, Type = type, Height = _operands.Height, Emitted = Live, OuterUnreachable = _operands.Unreachable, BasicBlock = _basicBlocks });
        Spend(type.OperandSlots);
        _operands.Floor = _operands.Height;

        // Inside a dead block everything is dead, but types are checked as if it were not: only what follows a jump gets any type.
        _operands.Unreachable = false;
        _deadDepth += _blocks[^1].Emitted ? 0 : 1;
        _loopDepth += op == WasmOp.Loop ? 1 : 0;
        _operands.Push(type.Parameters);
    }

    private void ReadElse()
    {
        var block = _blocks[^1];
        if (block.Op != WasmOp.If) throw WasmFormatException.Invalid("An else without an if.", _at);
        CheckBlockEnd(block);
        if (block.Emitted)
        {
            EndCharge();
            AddFree(WasmOp.Else, (int)(_operands.Unreachable ? JoinFlags.None : JoinFlags.FallsThrough));
        }

        block.Op = WasmOp.Else;
        _operands.Truncate(block.Height);
        _operands.Unreachable = false;
        _operands.Push(block.Type.Parameters);
        if (block.Emitted) BeginCharge();
    }

    private void ReadEnd()
    {
        var block = _blocks[^1];
        CheckBlockEnd(block);
        if (block.Op == WasmOp.If && !block.Type.Parameters.AsSpan().SequenceEqual(block.Type.Results))
            throw WasmFormatException.Invalid("An if without an else gives what it takes.", _at);
        _blocks.RemoveAt(_blocks.Count - 1);
        var flags = (Live ? JoinFlags.FallsThrough : JoinFlags.None) | (block.Targeted ? JoinFlags.Targeted : JoinFlags.None);
        if (block.Emitted) AddFree(WasmOp.End, (int)flags);
        _operands.Truncate(block.Height);
        _operands.Unreachable = block.OuterUnreachable;
        _deadDepth -= block.Emitted ? 0 : 1;
        _loopDepth -= block.Op == WasmOp.Loop ? 1 : 0;
        if (_blocks.Count == 0)
        {
            EndCharge();
            return;
        }

        _operands.Floor = _blocks[^1].Height;
        _operands.Push(block.Type.Results);

        // The end of a loop, or of a block that nothing branches out of, joins nothing: the basic block goes on.
        var joins = block.Op is WasmOp.If or WasmOp.Else || (block.Op == WasmOp.Block && block.Targeted) || !flags.HasFlag(JoinFlags.FallsThrough);
        if (block.Emitted && joins) BeginCharge();
    }

    private void CheckBlockEnd(Block block)
    {
        _operands.Pop(block.Type.Results, _at);
        if (_operands.Height != block.Height) throw WasmFormatException.Invalid("A block leaves more values than its type says.", _at);
    }

    private Block ReadLabel(out int depth)
    {
        var at = _cursor.Offset;
        depth = _cursor.ReadIndex();
        if (depth >= _blocks.Count) throw WasmFormatException.Invalid(Invariant($"There is no label {depth}."), at);
        var target = _blocks[^(depth + 1)];
        Spend(target.LabelTypes.Length + (target.Op == WasmOp.Loop ? _basicBlocks - target.BasicBlock : 0));
        return target;
    }

    private void ReadBranch(WasmOp op)
    {
        var target = ReadLabel(out var depth);
        if (op == WasmOp.BrIf) Pop(WasmType.I32);
        _operands.Pop(target.LabelTypes, _at);
        target.Targeted |= Live;
        Add(op, depth);
        if (op == WasmOp.Br)
        {
            SetUnreachable();
            return;
        }

        _operands.Push(target.LabelTypes);
        if (Live) BeginCharge();
    }

    private void ReadBranchTable()
    {
        var count = _cursor.ReadCount("labels");
        Pop(WasmType.I32);
        var depths = new int[count + 1];
        var arity = -1;
        for (var i = 0; i <= count; i++)
        {
            var target = ReadLabel(out depths[i]);
            target.Targeted |= Live;
            if (arity >= 0 && target.LabelTypes.Length != arity) throw WasmFormatException.Invalid("The labels of a br_table take different numbers of values.", _at);
            arity = target.LabelTypes.Length;
            _operands.Peek(target.LabelTypes, _at);
        }

        if (Live && _code is not null) _code.BranchTables.Add(depths);
        Add(WasmOp.BrTable, (_code?.BranchTables.Count ?? 0) - 1);
        SetUnreachable();
    }

    private void ReadCall()
    {
        var index = ReadBoundedIndex(module.Functions.Count, "function");
        var type = module.Functions[index];
        PassOperands(type);
        Add(WasmOp.Call, index);
    }

    private void ReadCallIndirect()
    {
        var typeIndex = ReadBoundedIndex(module.Types.Count, "type");
        var table = ReadBoundedIndex(module.Tables.Count, "table");
        if (module.Tables[table].Element != WasmType.FuncRef) throw WasmFormatException.Invalid("An indirect call needs a table of functions.", _at);
        Pop(WasmType.I32);
        var type = module.Types[typeIndex];
        PassOperands(type);
        Add(WasmOp.CallIndirect, typeIndex, table);
    }

    private void PassOperands(FunctionType callee)
    {
        Spend(callee.CallSteps);
        _operands.Pop(callee.Parameters, _at);
        _operands.Push(callee.Results);
        if (!Live || _code is null) return;
        _code.Calls++;
        _code.CallOperands += callee.OperandSlots;
    }

    private void SetUnreachable()
    {
        if (Live) EndCharge();
        _operands.Truncate(_blocks[^1].Height);
        _operands.Unreachable = true;
    }
}
