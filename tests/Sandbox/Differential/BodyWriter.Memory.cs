using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

internal sealed partial class BodyWriter
{
    private static readonly Dictionary<WasmType, WasmOp[]> Loads = Accesses(WasmOp.I32Load, WasmOp.I64Load32U);
    private static readonly Dictionary<WasmType, WasmOp[]> Stores = Accesses(WasmOp.I32Store, WasmOp.I64Store32);

    private static Dictionary<WasmType, WasmOp[]> Accesses(WasmOp first, WasmOp last) =>
        Enumerable.Range((int)first, last - first + 1).Select(number => (WasmOp)number).GroupBy(op => MemoryAccess.Describe(op).Type).ToDictionary(group => group.Key, group => group.ToArray());

    private void LoadValue(WasmType type, int depth)
    {
        if (type != WasmType.V128)
        {
            var op = Pick(Loads[type]);
            Address(depth - 1);
            Emit(op);
            Immediate(MemoryAccess.Describe(op).Width);
            return;
        }

        var kind = Chance(3) ? SimdKind.LoadLane : SimdKind.Load;
        var (load, instruction) = Pick(PureInstructions.VectorAccesses[kind]);
        Address(depth - 1);
        if (kind == SimdKind.LoadLane) Value(WasmType.V128, null, depth - 1);
        Emit(load);
        Immediate(instruction.Width);
        if (kind == SimdKind.LoadLane) _code.Emit((byte)_random.Next(instruction.Lanes));
    }

    private void Store()
    {
        Address(2);
        if (Chance(3))
        {
            var (store, instruction) = Pick(PureInstructions.VectorAccesses[Chance(3) ? SimdKind.Store : SimdKind.StoreLane]);
            Value(WasmType.V128);
            Emit(store);
            Immediate(instruction.Width);
            if (instruction.Kind == SimdKind.StoreLane) _code.Emit((byte)_random.Next(instruction.Lanes));
            return;
        }

        var type = Pick(ModulePlan.Numbers);
        var op = Pick(Stores[type]);
        Value(type);
        Emit(op);
        Immediate(MemoryAccess.Describe(op).Width);
    }

    private void BulkMemory()
    {
        var passive = _plan.Data.Count;
        switch (_random.Next(5))
        {
            case 0 when passive > 0:
                Emit(WasmOp.DataDrop).Unsigned((uint)_random.Next(passive));
                break;
            case 1 or 2 when passive > 0:
                var segment = _random.Next(passive);
                Address(2);
                Small(_plan.Data[segment].Bytes.Length + 1);
                Small(4);
                Emit(WasmOp.MemoryInit).Unsigned((uint)segment).Emit(0);
                break;
            case 3:
                Address(2);
                I32(2);
                Length();
                Emit(WasmOp.MemoryFill).Emit(0);
                break;
            default:
                Address(2);
                Address(2);
                Length();
                Emit(WasmOp.MemoryCopy).Emit(0, 0);
                break;
        }
    }

    private void MemoryGrow(int depth)
    {
        // Without a maximum, engines differ in what they grant: nothing and too much are the same in all.
        if (_plan.Memory!.Maximum is null) _code.I32(Pick<int>([0, 65_537, -1]));
        else if (Chance(6)) I32(depth - 1);
        else _code.I32(_random.Next(3));
        Emit(WasmOp.MemoryGrow).Emit(0);
    }

    // Mostly within the first page, from its start to its last byte.
    private void Address(int depth)
    {
        if (_counting > 0 && Chance(2))
        {
            CountedAddress();
            return;
        }

        I32(depth);
        if (_random.Next(60) > 0) _code.I32(Pick<int>([0xFF, 0xFFF, 0x3FF8, 0x7FFF, 0x7FFF, 0x7FFF, 0xFFFF])).Opcode(WasmOp.I32And);
    }

    private void Length()
    {
        if (Chance(20)) I32(2);
        else Small(Pick<int>([4, 40, 5_000]));
    }

    private void Small(int below)
    {
        if (_random.Next(3) > 0)
        {
            _code.I32(_random.Next(below));
            return;
        }

        I32(1);
        if (_random.Next(20) > 0) _code.I32(below).Opcode(WasmOp.I32RemU);
    }

    private void Immediate(int width) => _code.Unsigned((uint)_random.Next(int.Log2(width) + 1)).Unsigned(_random.Next(120) switch
    {
        0 => (uint)Literals.Bits(WasmType.I32, _random),
        1 => uint.MaxValue - (uint)_random.Next(20),
        2 => 65_536u - (uint)_random.Next(20),
        < 40 => 0,
        _ => (uint)_random.Next(300),
    });
}
