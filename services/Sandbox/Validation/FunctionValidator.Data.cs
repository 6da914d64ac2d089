using Billing.Sandbox.Binary;
using static System.FormattableString;

namespace Billing.Sandbox.Validation;

internal sealed partial class FunctionValidator
{
    private bool TryReadVariable(WasmOp op)
    {
        switch (op)
        {
            case WasmOp.Drop:
                _operands.Pop(_at);
                if (Live) AddFree(op);
                return true;
            case WasmOp.Select or WasmOp.SelectTyped:
                ReadSelect(op);
                return true;
            case WasmOp.LocalGet or WasmOp.LocalSet or WasmOp.LocalTee:
                var local = ReadBoundedIndex(_locals.Count, "local");
                if (op != WasmOp.LocalGet) Pop(_locals[local]);
                if (op != WasmOp.LocalSet) Push(_locals[local]);
                Add(op, local);
                return true;
            case WasmOp.GlobalGet or WasmOp.GlobalSet:
                var index = ReadBoundedIndex(module.Globals.Count, "global");
                var global = module.Globals[index];
                if (op == WasmOp.GlobalGet) Push(global.Type);
                else if (global.Mutable) Pop(global.Type);
                else throw WasmFormatException.Invalid(Invariant($"The global {index} is immutable."), _at);
                Add(op, index);
                return true;
            case WasmOp.I32Const:
                AddConstant(op, WasmType.I32, _cursor.ReadS32());
                return true;
            case WasmOp.I64Const:
                AddConstant(op, WasmType.I64, _cursor.ReadS64());
                return true;
            case WasmOp.F32Const:
                AddConstant(op, WasmType.F32, _cursor.ReadFixed32());
                return true;
            case WasmOp.F64Const:
                AddConstant(op, WasmType.F64, (long)_cursor.ReadFixed64());
                return true;
            case WasmOp.RefNull:
                var type = ModuleDecoder.ReadHeapType(_cursor, module.Types.Count);
                AddConstant(op, type, (long)type);
                return true;
            case WasmOp.RefIsNull:
                if (_operands.Pop(_at) is not (WasmType.FuncRef or WasmType.ExternRef or OperandTypes.Any))
                    throw WasmFormatException.Invalid("A reference is needed here.", _at);
                Push(WasmType.I32);
                Add(op);
                return true;
            case WasmOp.RefFunc:
                var function = ReadBoundedIndex(module.Functions.Count, "function");
                if (!module.DeclaredFunctions.Contains(function))
                    throw WasmFormatException.Invalid(Invariant($"The function {function} is not declared for references."), _at);
                Push(WasmType.FuncRef);
                Add(op, function);
                return true;
            default:
                return false;
        }
    }

    private void AddConstant(WasmOp op, WasmType type, long bits)
    {
        Push(type);
        Add(op, 0, bits);
    }

    private void ReadSelect(WasmOp op)
    {
        if (op == WasmOp.SelectTyped)
        {
            var count = _cursor.ReadCount("types");
            if (count != 1) throw WasmFormatException.Invalid("A select gives one value.", _at);
            var type = ModuleDecoder.ReadValueType(_cursor);
            Pop(WasmType.I32);
            Pop(type);
            Pop(type);
            Push(type);
        }
        else
        {
            Pop(WasmType.I32);
            var second = _operands.Pop(_at);
            var first = _operands.Pop(second, _at);
            if (first is WasmType.FuncRef or WasmType.ExternRef) throw WasmFormatException.Invalid("A select of references names its type.", _at);
            Push(first);
        }

        Add(WasmOp.Select);
    }

    private void ReadMemoryAccess(WasmOp op)
    {
        var (type, width) = MemoryAccess.Describe(op);
        var offset = ReadMemoryArgument(width);
        var isStore = MemoryAccess.IsStore(op);
        if (isStore) Pop(type);
        Pop(WasmType.I32);
        if (!isStore) Push(type);
        Add(op, 0, offset);
    }

    // Alignment, which is only a hint, and offset.
    private uint ReadMemoryArgument(int width)
    {
        var at = _cursor.Offset;
        var align = _cursor.ReadU32();
        if (align is >= 64 and < 128) throw WasmFormatException.Invalid("An access names its memory: multiple memories are not supported.", at);
        if (align > 31 || 1u << (int)align > (uint)width) throw WasmFormatException.Invalid("The alignment is larger than natural.", at);
        var offset = _cursor.ReadU32();
        RequireMemory();
        return offset;
    }

    private void RequireMemory()
    {
        if (module.Memories.Count == 0) throw WasmFormatException.Invalid("There is no memory 0.", _at);
        if (Live && _code is not null) _code.UsesMemory = true;
    }

    private void ReadZeroByte()
    {
        var at = _cursor.Offset;
        if (_cursor.ReadByte() != 0) throw WasmFormatException.Invalid("A zero byte is needed here: there is one memory.", at);
    }

    private bool TryReadBulk(WasmOp op)
    {
        switch (op)
        {
            case WasmOp.MemorySize or WasmOp.MemoryGrow:
                ReadZeroByte();
                RequireMemory();
                if (op == WasmOp.MemoryGrow) Pop(WasmType.I32);
                Push(WasmType.I32);
                Add(op);
                return true;
            case WasmOp.MemoryInit:
                var data = ReadDataIndex();
                ReadZeroByte();
                RequireMemory();
                PopThree();
                Add(op, data);
                return true;
            case WasmOp.DataDrop:
                Add(op, ReadDataIndex());
                return true;
            case WasmOp.MemoryCopy or WasmOp.MemoryFill:
                ReadZeroByte();
                if (op == WasmOp.MemoryCopy) ReadZeroByte();
                RequireMemory();
                PopThree();
                Add(op);
                return true;
            case WasmOp.TableInit:
                var segment = ReadBoundedIndex(module.Elements.Count, "element segment");
                var target = ReadBoundedIndex(module.Tables.Count, "table");
                if (module.Tables[target].Element != module.Elements[segment].Element) throw WasmFormatException.Invalid("The segment has another type than the table.", _at);
                PopThree();
                Add(op, target, segment);
                return true;
            case WasmOp.ElemDrop:
                Add(op, ReadBoundedIndex(module.Elements.Count, "element segment"));
                return true;
            case WasmOp.TableCopy:
                var to = ReadBoundedIndex(module.Tables.Count, "table");
                var from = ReadBoundedIndex(module.Tables.Count, "table");
                if (module.Tables[to].Element != module.Tables[from].Element) throw WasmFormatException.Invalid("The tables have different types.", _at);
                PopThree();
                Add(op, to, from);
                return true;
            default:
                return TryReadTable(op);
        }
    }

    private bool TryReadTable(WasmOp op)
    {
        if (op is not (WasmOp.TableGet or WasmOp.TableSet or WasmOp.TableGrow or WasmOp.TableSize or WasmOp.TableFill)) return false;
        var index = ReadBoundedIndex(module.Tables.Count, "table");
        var element = module.Tables[index].Element;
        switch (op)
        {
            case WasmOp.TableGet:
                Pop(WasmType.I32);
                Push(element);
                break;
            case WasmOp.TableSet:
                Pop(element);
                Pop(WasmType.I32);
                break;
            case WasmOp.TableGrow:
                Pop(WasmType.I32);
                Pop(element);
                Push(WasmType.I32);
                break;
            case WasmOp.TableSize:
                Push(WasmType.I32);
                break;
            default:
                Pop(WasmType.I32);
                Pop(element);
                Pop(WasmType.I32);
                break;
        }

        Add(op, index);
        return true;
    }

    private int ReadDataIndex()
    {
        if (module.DataCount is not { } count) throw WasmFormatException.Invalid("A data segment is named, but there is no data count section.", _at);
        return ReadBoundedIndex(count, "data segment");
    }

    private void PopThree()
    {
        Pop(WasmType.I32);
        Pop(WasmType.I32);
        Pop(WasmType.I32);
    }
}
