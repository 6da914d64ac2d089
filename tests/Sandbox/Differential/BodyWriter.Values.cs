using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

internal sealed partial class BodyWriter
{
    private void Value(WasmType type) => Value(type, null, ExpressionDepth);

    // What takes the value says of which type of number, or of lanes, it cannot tell NaNs apart.
    private void Value(WasmType type, WasmType? anyNaN, int depth)
    {
        if (depth <= 0 || _budget-- <= 0)
        {
            Leaf(type);
            return;
        }

        switch (_random.Next(16))
        {
            case 0: Leaf(type); break;
            case 1: IfValue(type, depth); break;
            case 2: SelectValue(type, depth); break;
            case 3: BlockValue(type, depth); break;
            case 4: Tee(type, depth); break;
            case 5 when CalleesOf(type) is { Length: > 0 } callees: CallValue(type, Pick(callees), depth); break;
            case 6 or 7 when _plan.Memory is not null && type < WasmType.FuncRef: LoadValue(type, depth); break;
            default: Computed(type, anyNaN, depth); break;
        }
    }

    private void I32(int depth) => Value(WasmType.I32, null, depth);

    private void Leaf(WasmType type)
    {
        var locals = Enumerable.Range(0, _visible).Where(i => _locals[i] == type).ToArray();
        var globals = Enumerable.Range(0, _plan.BudgetGlobal).Where(i => _plan.Globals[i].Type == type).ToArray();
        if (type == WasmType.I32 && _counting > 0 && Chance(3)) Emit(WasmOp.LocalGet).Unsigned(Counter());
        else if (locals.Length > 0 && _random.Next(5) > 1) Emit(WasmOp.LocalGet).Unsigned((uint)Pick(locals));
        else if (globals.Length > 0 && _random.Next(5) > 1) Emit(WasmOp.GlobalGet).Unsigned((uint)Pick(globals));
        else if (type == WasmType.FuncRef && _random.Next(4) > 0) Emit(WasmOp.RefFunc).Unsigned((uint)Pick(_callable));
        else Constant(type);
    }

    private void Constant(WasmType type)
    {
        Mark(type switch
        {
            WasmType.I32 => WasmOp.I32Const,
            WasmType.I64 => WasmOp.I64Const,
            WasmType.F32 => WasmOp.F32Const,
            WasmType.F64 => WasmOp.F64Const,
            WasmType.V128 => SimdInstructions.OpOf(SimdInstructions.ConstantNumber),
            _ => WasmOp.RefNull,
        });
        Literals.Write(_code, type, _random);
    }

    private void Computed(WasmType type, WasmType? anyNaN, int depth)
    {
        switch (type)
        {
            case WasmType.FuncRef or WasmType.ExternRef:
                if (TablesOf(type) is { Length: > 0 } tables) TableGet(Pick(tables), depth);
                else Leaf(type);
                break;
            case WasmType.I32 when Chance(8): Size(depth); break;
            case WasmType.V128 when Chance(12): Constant(type); break;
            case WasmType.V128: Pure(Pick(PureInstructions.VectorsByResult[type]), anyNaN, depth); break;
            default: Pure(Pick((Chance(6) ? PureInstructions.VectorsByResult : PureInstructions.ScalarsByResult)[type]), anyNaN, depth); break;
        }
    }

    private void Pure(PureInstruction instruction, WasmType? anyNaN, int depth)
    {
        var moves = instruction.Op is WasmOp.F32Abs or WasmOp.F32Neg or WasmOp.F64Abs or WasmOp.F64Neg;
        for (var i = 0; i < instruction.Operands.Count; i++) Operand(instruction, i, moves ? anyNaN : instruction.TakesAnyNaN, depth - 1);
        Emit(instruction.Op);
        switch (instruction.Simd?.Kind)
        {
            case SimdKind.Constant: Vector16(256); break;
            case SimdKind.Shuffle: Vector16(32); break;
            case SimdKind.ComputeLane: _code.Emit((byte)_random.Next(instruction.Simd.Lanes)); break;
        }

        if (instruction.MakesNaN is { } lanes && lanes != anyNaN) MakeCanonical(instruction.Result, lanes);
    }

    private void Vector16(int below)
    {
        for (var i = 0; i < 16; i++) _code.Emit((byte)_random.Next(below));
    }

    // Divisors are mostly not zero and what is truncated mostly fits, or everything would trap.
    private void Operand(PureInstruction instruction, int position, WasmType? anyNaN, int depth)
    {
        var type = instruction.Operands[position];
        if (PureInstructions.Truncates(instruction.Op) && _random.Next(24) > 0)
        {
            Value(WasmType.I32, null, depth);
            if (instruction.Op is WasmOp.I32TruncF32S or WasmOp.I32TruncF32U or WasmOp.I32TruncF64U or WasmOp.I64TruncF32U or WasmOp.I64TruncF64U) _code.I32(0xFF_FFFF).Opcode(WasmOp.I32And);
            Emit(type == WasmType.F32 ? WasmOp.F32ConvertI32S : WasmOp.F64ConvertI32S);
            return;
        }

        Value(type, anyNaN, depth);
        if (!PureInstructions.Divides(instruction.Op) || position == 0 || Chance(24)) return;
        if (type == WasmType.I32) _code.I32(0x7FFF_FFFF).Opcode(WasmOp.I32And).I32(1).Opcode(WasmOp.I32Or);
        else _code.I64(long.MaxValue).Opcode(WasmOp.I64And).I64(1).Opcode(WasmOp.I64Or);
    }

    // The value where it equals itself, the canonical NaN elsewhere.
    private void MakeCanonical(WasmType type, WasmType lanes)
    {
        if (!_rendering.CanonicalNaNs) return;
        var (isSingle, scratch) = (lanes == WasmType.F32, _scratch[type]);
        if (type != WasmType.V128)
        {
            _code.Opcode(WasmOp.LocalTee).Unsigned(scratch);
            NaN(isSingle ? WasmOp.F32Const : WasmOp.F64Const, 1);
            _code.Get(scratch).Get(scratch).Opcode(isSingle ? WasmOp.F32Eq : WasmOp.F64Eq).Opcode(WasmOp.Select);
            return;
        }

        _code.Opcode(WasmOp.LocalTee).Unsigned(scratch);
        NaN(SimdInstructions.OpOf(SimdInstructions.ConstantNumber), isSingle ? 4 : 2);
        _code.Get(scratch).Get(scratch).Opcode(SimdInstructions.OpOf(isSingle ? 0x41u : 0x47u)).Opcode(SimdInstructions.OpOf(0x52));

        void NaN(WasmOp op, int count)
        {
            _code.Opcode(op);
            for (; count > 0; count--) _code.Emit(isSingle ? BitConverter.GetBytes(0x7FC0_0000u) : BitConverter.GetBytes(0x7FF8_0000_0000_0000ul));
        }
    }

    private void SelectValue(WasmType type, int depth)
    {
        Value(type, null, depth - 1);
        Value(type, null, depth - 1);
        I32(depth - 1);
        if (type < WasmType.FuncRef && Chance(2)) Emit(WasmOp.Select);
        else Emit(WasmOp.SelectTyped).Types([type]);
    }

    private void Tee(WasmType type, int depth)
    {
        Value(type, null, depth - 1);
        var locals = Enumerable.Range(0, _visible).Where(i => _locals[i] == type).ToArray();
        if (locals.Length > 0) Emit(WasmOp.LocalTee).Unsigned((uint)Pick(locals));
    }

    private void Size(int depth)
    {
        switch (_random.Next(4))
        {
            case 0 when _plan.Memory is not null: Emit(WasmOp.MemorySize).Emit(0); break;
            case 1 when _plan.Memory is not null: MemoryGrow(depth); break;
            case 2 when _plan.Tables.Count > 0: Emit(WasmOp.TableSize).Unsigned((uint)_random.Next(_plan.Tables.Count)); break;
            case 3 when _plan.Tables.Count > 0: TableGrow(depth); break;
            default:
                Value(Pick<WasmType>([WasmType.FuncRef, WasmType.ExternRef]), null, depth - 1);
                Emit(WasmOp.RefIsNull);
                break;
        }
    }
}
