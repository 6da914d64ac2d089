using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

internal sealed partial class FunctionEmitter
{
    private void EmitSimd(in Validation.Instruction instruction, SimdInstruction simd, WasmOp next)
    {
        switch (simd.Kind)
        {
            case SimdKind.Load: EmitVectorLoad(simd, (uint)instruction.B); break;
            case SimdKind.LoadLane: EmitLaneLoad(simd, (uint)instruction.B, instruction.A); break;
            case SimdKind.Store or SimdKind.StoreLane: EmitVectorStore(simd, (uint)instruction.B, instruction.A); break;
            case SimdKind.Shuffle: EmitShuffle(_code.Vectors[instruction.A]); break;
            case SimdKind.Constant:
                SimdCode.LoadConstant(_il, _code.Vectors[instruction.A]);
                _stack.Push(WasmType.V128);
                break;
            default: EmitVectorCompute(simd, instruction.A, next); break;
        }
    }

    private void EmitVectorCompute(SimdInstruction simd, int lane, WasmOp next)
    {
        _stack.Load(simd.Operands.Length);
        if (simd.Kind == SimdKind.ComputeLane) _il.Int32(lane);
        SimdCode.Call(_il, simd);
        if (simd.MakesNaN is { } type && SimdInstructions.Find(next)?.TakesAnyNaN != type) SimdCode.MakeCanonical(_il, type);

        // What is inlined may be several operations deep.
        _stack.Push(simd.Result!.Value, _stack.Pop(simd.Operands.Length) + 3);
    }

    private void EmitVectorLoad(SimdInstruction simd, uint offset)
    {
        _stack.Load(1);
        EmitReadAddress(offset, simd.Width);
        SimdCode.LoadMemory(_il, simd.Width);
        if (simd.Width < 16) SimdCode.Call(_il, simd);
        _stack.Pop(1);
        _stack.Push(WasmType.V128, 4);
    }

    private void EmitLaneLoad(SimdInstruction simd, uint offset, int lane)
    {
        _stack.Load(2);
        var vector = Scratch(WasmType.V128);
        _il.Emit(OpCodes.Stloc, vector);
        EmitReadAddress(offset, simd.Width);
        SimdCode.LoadMemory(_il, simd.Width);
        var value = Scratch(simd.Width == 8 ? WasmType.I64 : WasmType.I32);
        _il.Emit(OpCodes.Stloc, value);
        _il.Emit(OpCodes.Ldloc, vector);
        _il.Emit(OpCodes.Ldloc, value);
        _il.Int32(lane);
        SimdCode.Call(_il, simd);
        _stack.Pop(2);
        _stack.Push(WasmType.V128, 4);
    }

    private void EmitVectorStore(SimdInstruction simd, uint offset, int lane)
    {
        _stack.Load(2);
        var vector = Scratch(WasmType.V128);
        _il.Emit(OpCodes.Stloc, vector);
        EmitWriteAddress(offset, simd.Width);
        _il.Emit(OpCodes.Ldloc, vector);
        if (simd.Kind == SimdKind.StoreLane)
        {
            _il.Int32(lane);
            SimdCode.Call(_il, simd);
        }

        SimdCode.StoreMemory(_il, simd.Width);
        _stack.Pop(2);
    }

    // Each side's lanes are picked with a mask that gives 0 for those of the other side.
    private void EmitShuffle(UInt128 lanes)
    {
        _stack.Load(2);
        var right = Scratch(WasmType.V128);
        _il.Emit(OpCodes.Stloc, right);
        SimdCode.Pick(_il, lanes, 0);
        _il.Emit(OpCodes.Ldloc, right);
        SimdCode.Pick(_il, lanes, 16);
        SimdCode.Or(_il);
        _stack.Push(WasmType.V128, _stack.Pop(2) + 3);
    }

    private void LoadVector(UInt128 bits) => SimdCode.LoadConstant(_il, bits);
}
