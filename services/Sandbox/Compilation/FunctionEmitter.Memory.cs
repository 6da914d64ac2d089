using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

internal sealed partial class FunctionEmitter
{
    private void EmitMemoryAccess(WasmOp op, uint offset)
    {
        var (type, width) = MemoryAccess.Describe(op);
        if (MemoryAccess.IsStore(op)) EmitStore(op, type, width, offset);
        else EmitLoad(op, type, width, offset);
    }

    private void EmitLoad(WasmOp op, WasmType type, int width, uint offset)
    {
        _stack.Load(1);
        EmitReadAddress(offset, width);
        if (width > 1) _il.Emit(OpCodes.Unaligned, (byte)1);
        EmitLoadCode(op);
        _stack.Pop(1);
        _stack.Push(type, 2);
    }

    private void EmitStore(WasmOp op, WasmType type, int width, uint offset)
    {
        _stack.Load(2);
        var value = Scratch(type);
        _il.Emit(OpCodes.Stloc, value);
        EmitWriteAddress(offset, width);
        _il.Emit(OpCodes.Ldloc, value);
        if (width > 1) _il.Emit(OpCodes.Unaligned, (byte)1);
        _il.Emit(op switch
        {
            WasmOp.F32Store => OpCodes.Stind_R4,
            WasmOp.F64Store => OpCodes.Stind_R8,
            _ => width switch
            {
                1 => OpCodes.Stind_I1,
                2 => OpCodes.Stind_I2,
                4 => OpCodes.Stind_I4,
                _ => OpCodes.Stind_I8,
            },
        });
        _stack.Pop(2);
    }

    // Checks an access to so many bytes; leaves the address in memory on the CIL stack in place of the operand.
    private void EmitReadAddress(uint offset, int width)
    {
        EmitAddress(offset);
        LoadMapIndex(width);
        _il.Emit(OpCodes.Ldelem_U1);
        _il.Emit(OpCodes.Pop);
        LoadEffectiveAddress();
    }

    private void EmitWriteAddress(uint offset, int width)
    {
        EmitAddress(offset);
        LoadMapIndex(width);
        _il.Int32(1);
        _il.Emit(OpCodes.Stelem_I1);
        LoadEffectiveAddress();
    }

    // Addresses are computed in 64 bits, so that address and offset cannot wrap around.
    private void EmitAddress(uint offset)
    {
        _address ??= _il.Declare(typeof(nuint));
        _il.Emit(OpCodes.Conv_U);
        if (offset > 0)
        {
            _il.Int32((int)offset);
            _il.Emit(OpCodes.Conv_U);
            _il.Emit(OpCodes.Add);
        }

        _il.Emit(OpCodes.Stloc, _address);
    }

    // The map's own bounds check is the check of the access: see LinearMemory.
    private void LoadMapIndex(int width)
    {
        _il.Emit(OpCodes.Ldloc, _memoryMap!);
        _il.Emit(OpCodes.Ldloc, _address!);
        if (width > 1)
        {
            _il.Int32(width - 1);
            _il.Emit(OpCodes.Conv_I);
            _il.Emit(OpCodes.Add);
        }

        _il.Int32(LinearMemory.TrackShift);
        _il.Emit(OpCodes.Shr_Un);
        _il.Emit(OpCodes.Conv_I4);
    }

    private void LoadEffectiveAddress()
    {
        _il.Emit(OpCodes.Ldloc, _memoryBase!);
        _il.Emit(OpCodes.Ldloc, _address!);
        _il.Emit(OpCodes.Add);
    }

    private void EmitLoadCode(WasmOp op)
    {
        switch (op)
        {
            case WasmOp.I32Load: _il.Emit(OpCodes.Ldind_I4); break;
            case WasmOp.I64Load: _il.Emit(OpCodes.Ldind_I8); break;
            case WasmOp.F32Load: _il.Emit(OpCodes.Ldind_R4); break;
            case WasmOp.F64Load: _il.Emit(OpCodes.Ldind_R8); break;
            case WasmOp.I32Load8S: _il.Emit(OpCodes.Ldind_I1); break;
            case WasmOp.I32Load8U: _il.Emit(OpCodes.Ldind_U1); break;
            case WasmOp.I32Load16S: _il.Emit(OpCodes.Ldind_I2); break;
            case WasmOp.I32Load16U: _il.Emit(OpCodes.Ldind_U2); break;
            case WasmOp.I64Load8S: Widen(OpCodes.Ldind_I1, OpCodes.Conv_I8); break;
            case WasmOp.I64Load8U: Widen(OpCodes.Ldind_U1, OpCodes.Conv_U8); break;
            case WasmOp.I64Load16S: Widen(OpCodes.Ldind_I2, OpCodes.Conv_I8); break;
            case WasmOp.I64Load16U: Widen(OpCodes.Ldind_U2, OpCodes.Conv_U8); break;
            case WasmOp.I64Load32S: Widen(OpCodes.Ldind_I4, OpCodes.Conv_I8); break;
            default: Widen(OpCodes.Ldind_U4, OpCodes.Conv_U8); break;
        }
    }

    private void Widen(OpCode load, OpCode convert)
    {
        _il.Emit(load);
        _il.Emit(convert);
    }

    private void EmitBulk(in Validation.Instruction instruction)
    {
        switch (instruction.Op)
        {
            case WasmOp.MemorySize: EmitRuntimeCall(typeof(MemoryOperations), nameof(MemoryOperations.Size), 0, WasmType.I32); break;
            case WasmOp.MemoryGrow: EmitRuntimeCall(typeof(MemoryOperations), nameof(MemoryOperations.Grow), 1, WasmType.I32); break;
            case WasmOp.MemoryFill: EmitRuntimeCall(typeof(MemoryOperations), nameof(MemoryOperations.Fill), 3, null); break;
            case WasmOp.MemoryCopy: EmitRuntimeCall(typeof(MemoryOperations), nameof(MemoryOperations.Copy), 3, null); break;
            case WasmOp.MemoryInit: EmitRuntimeCall(typeof(MemoryOperations), nameof(MemoryOperations.Init), 3, null, instruction.A); break;
            case WasmOp.DataDrop: EmitRuntimeCall(typeof(MemoryOperations), nameof(MemoryOperations.DropData), 0, null, instruction.A); break;
            case WasmOp.TableGet: EmitTableGet(instruction.A); break;
            case WasmOp.TableSet: EmitRuntimeCall(typeof(TableOperations), nameof(TableOperations.Set), 2, null, instruction.A); break;
            case WasmOp.TableSize: EmitRuntimeCall(typeof(TableOperations), nameof(TableOperations.Size), 0, WasmType.I32, instruction.A); break;
            case WasmOp.TableGrow: EmitRuntimeCall(typeof(TableOperations), nameof(TableOperations.Grow), 2, WasmType.I32, instruction.A); break;
            case WasmOp.TableFill: EmitRuntimeCall(typeof(TableOperations), nameof(TableOperations.Fill), 3, null, instruction.A); break;
            case WasmOp.TableCopy: EmitRuntimeCall(typeof(TableOperations), nameof(TableOperations.Copy), 3, null, instruction.A, (int)instruction.B); break;
            case WasmOp.TableInit: EmitRuntimeCall(typeof(TableOperations), nameof(TableOperations.Init), 3, null, instruction.A, (int)instruction.B); break;
            case WasmOp.ElemDrop: EmitRuntimeCall(typeof(TableOperations), nameof(TableOperations.DropElements), 0, null, instruction.A); break;
            default: throw new InvalidOperationException($"{instruction.Op} passed validation but cannot be compiled.");
        }
    }

    private void EmitTableGet(int table)
    {
        var element = _module.Tables[table].Element;
        EmitRuntimeCall(typeof(TableOperations), nameof(TableOperations.Get), 1, element, table);
        if (element == WasmType.FuncRef) _il.Emit(OpCodes.Castclass, typeof(FunctionReference));
    }

    // Calls a method of the runtime that takes operands, the instance, and constants, and that may charge fuel or move the end of memory.
    private void EmitRuntimeCall(Type owner, string name, int operands, WasmType? result, params ReadOnlySpan<int> constants)
    {
        _stack.Load(operands);
        LoadContext();
        foreach (var constant in constants) _il.Int32(constant);
        _il.CallRuntime(owner, name);
        _stack.Pop(operands);
        if (result is { } type) _stack.Push(type);
        ReloadAfterRuntimeCall();
    }
}
