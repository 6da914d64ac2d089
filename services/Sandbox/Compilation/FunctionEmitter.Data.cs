using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

internal sealed partial class FunctionEmitter
{
    private bool TryEmitVariable(in Validation.Instruction instruction)
    {
        switch (instruction.Op)
        {
            case WasmOp.Drop:
                EmitDrop();
                return true;
            case WasmOp.Select:
                EmitSelect();
                return true;
            case WasmOp.LocalGet:
                LoadLocal(instruction.A);
                _stack.Push(_code.Locals[instruction.A]);
                return true;
            case WasmOp.LocalSet:
                _stack.Load(1);
                StoreLocal(instruction.A);
                _stack.Pop(1);
                return true;
            case WasmOp.LocalTee:
                _stack.Load(1);
                _il.Emit(OpCodes.Dup);
                StoreLocal(instruction.A);
                _stack.Push(_code.Locals[instruction.A], _stack.Pop(1));
                return true;
            case WasmOp.GlobalGet:
                EmitGlobalGet(instruction.A);
                return true;
            case WasmOp.GlobalSet:
                EmitGlobalSet(instruction.A);
                return true;
            case WasmOp.I32Const:
                _il.Int32((int)instruction.B);
                _stack.Push(WasmType.I32);
                return true;
            case WasmOp.I64Const:
                _il.Int64(instruction.B);
                _stack.Push(WasmType.I64);
                return true;
            case WasmOp.F32Const:
                LoadSingle((int)instruction.B);
                _stack.Push(WasmType.F32);
                return true;
            case WasmOp.F64Const:
                LoadDouble(instruction.B);
                _stack.Push(WasmType.F64);
                return true;
            case WasmOp.RefNull:
                _il.Emit(OpCodes.Ldnull);
                _stack.Push((WasmType)instruction.B);
                return true;
            case WasmOp.RefIsNull:
                _stack.Load(1);
                _il.Emit(OpCodes.Ldnull);
                _il.Emit(OpCodes.Ceq);
                _stack.Push(WasmType.I32, _stack.Pop(1) + 1);
                return true;
            case WasmOp.RefFunc:
                LoadContext();
                _il.Int32(instruction.A);
                _il.CallRuntime(typeof(TableOperations), nameof(TableOperations.FunctionAt));
                _stack.Push(WasmType.FuncRef);
                return true;
            default:
                return false;
        }
    }

    private void EmitDrop()
    {
        if (_stack.IsLoaded(1)) _il.Emit(OpCodes.Pop);
        _stack.Pop(1);
    }

    // c ? a : b, written so that the JIT can make a conditional move of it.
    private void EmitSelect()
    {
        var type = _stack.TypeAt(1);
        _stack.LoadAlone(3);
        var condition = Scratch(WasmType.I32);
        var chosen = _stack.Slot(_stack.Count - 3, type);
        var other = Scratch(type, second: true);
        var done = _il.DefineLabel();
        _il.Emit(OpCodes.Stloc, condition);
        _il.Emit(OpCodes.Stloc, other);
        _il.Emit(OpCodes.Stloc, chosen);
        _il.Emit(OpCodes.Ldloc, condition);
        _il.Emit(OpCodes.Brtrue, done);
        _il.Emit(OpCodes.Ldloc, other);
        _il.Emit(OpCodes.Stloc, chosen);
        _il.MarkLabel(done);
        _il.Emit(OpCodes.Ldloc, chosen);
        _stack.Pop(3);
        _stack.Push(type);
    }

    private void LoadLocal(int index)
    {
        if (index < _contextArgument) _il.LoadArgument(index);
        else _il.Emit(OpCodes.Ldloc, LocalAt(index));
    }

    private void StoreLocal(int index)
    {
        if (index < _contextArgument) _il.StoreArgument(index);
        else _il.Emit(OpCodes.Stloc, LocalAt(index));
    }

    private LocalBuilder LocalAt(int index) => _locals[index] ??= _il.Declare(RuntimeMembers.ClrType(_code.Locals[index]));

    private void LoadSingle(int bits)
    {
        if (!float.IsNaN(BitConverter.Int32BitsToSingle(bits)))
        {
            _il.Emit(OpCodes.Ldc_R4, BitConverter.Int32BitsToSingle(bits));
            return;
        }

        _il.Int32(bits);
        _il.CallRuntime(typeof(Numeric), nameof(Numeric.SingleFromBits));
    }

    private void LoadDouble(long bits)
    {
        if (!double.IsNaN(BitConverter.Int64BitsToDouble(bits)))
        {
            _il.Emit(OpCodes.Ldc_R8, BitConverter.Int64BitsToDouble(bits));
            return;
        }

        _il.Int64(bits);
        _il.CallRuntime(typeof(Numeric), nameof(Numeric.DoubleFromBits));
    }

    private void EmitGlobalGet(int index)
    {
        var global = _module.Globals[index];
        if (ConstantOf(index) is { } constant)
        {
            switch (global.Type)
            {
                case WasmType.I32: _il.Int32((int)constant); break;
                case WasmType.I64: _il.Int64((long)constant); break;
                case WasmType.F32: LoadSingle((int)constant); break;
                case WasmType.F64: LoadDouble((long)constant); break;
                default: LoadVector(_module.VectorConstants[(int)constant]); break;
            }
        }
        else if (RuntimeMembers.IsReference(global.Type))
        {
            LoadCell(index);
            _il.Emit(OpCodes.Ldfld, RuntimeMembers.CellValue);
            if (global.Type == WasmType.FuncRef) _il.Emit(OpCodes.Castclass, typeof(FunctionReference));
        }
        else
        {
            LoadGlobalAddress(index);
            NumberSlots.Load(_il, global.Type);
        }

        _stack.Push(global.Type);
    }

    // A number that no instruction can change is part of the code. Of a v128 it is the index.
    private ulong? ConstantOf(int index)
    {
        if (index < _module.ImportedGlobals || _module.Globals[index].Mutable) return null;
        var initialiser = _module.GlobalInitialisers[index - _module.ImportedGlobals];
        return initialiser.Kind is ConstantKind.Number or ConstantKind.Vector ? initialiser.Bits : null;
    }

    private void EmitGlobalSet(int index)
    {
        var type = _module.Globals[index].Type;
        _stack.Load(1);
        var value = Scratch(type);
        _il.Emit(OpCodes.Stloc, value);
        if (RuntimeMembers.IsReference(type))
        {
            LoadCell(index);
            _il.Emit(OpCodes.Ldloc, value);
            _il.Emit(OpCodes.Stfld, RuntimeMembers.CellValue);
        }
        else
        {
            LoadGlobalAddress(index);
            _il.Emit(OpCodes.Ldloc, value);
            NumberSlots.Store(_il, type);
        }

        _stack.Pop(1);
    }

    private void LoadCell(int index)
    {
        LoadContext();
        _il.Emit(OpCodes.Ldfld, RuntimeMembers.ReferenceGlobals);
        _il.Int32(index);
        _il.Emit(OpCodes.Ldelem_Ref);
    }

    private void LoadGlobalAddress(int index)
    {
        LoadContext();
        _il.Emit(OpCodes.Ldfld, RuntimeMembers.Globals);
        NumberSlots.MoveTo(_il, index);

        if (index < _module.ImportedGlobals && _module.Globals[index].Mutable) _il.Emit(OpCodes.Ldind_I);
    }
}
