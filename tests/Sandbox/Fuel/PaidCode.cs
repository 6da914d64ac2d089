using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;
using Billing.Sandbox.Tests.Differential;

namespace Billing.Sandbox.Tests.Fuel;

/// <summary>Code that is executed from its first to its last instruction, and what the model says that costs.</summary>
internal sealed class PaidCode
{
    private readonly Code _code = new();

    public long Fuel { get; private set; } = FuelModel.FunctionEntry;

    public byte[] Bytes => _code.ToArray();

    /// <param name="immediates">Written as unsigned numbers.</param>
    public PaidCode Do(WasmOp op, params ReadOnlySpan<uint> immediates)
    {
        _code.Opcode(op);
        foreach (var immediate in immediates) _code.Unsigned(immediate);
        Fuel += FuelModel.CostOf((int)op);
        return this;
    }

    /// <summary>What the instruction before costs by its operand, or a function that it called.</summary>
    public PaidCode And(long fuel)
    {
        Fuel += fuel;
        return this;
    }

    public PaidCode Int(int value)
    {
        Do(WasmOp.I32Const);
        _code.Signed(value);
        return this;
    }

    /// <summary>A constant of a type; numbers are small, and an operand to divide by is not zero.</summary>
    public PaidCode Constant(WasmType type)
    {
        switch (type)
        {
            case WasmType.I32: return Int(3);
            case WasmType.I64: return Do(WasmOp.I64Const, 3);
            case WasmType.F32: return Do(WasmOp.F32Const).Raw(BitConverter.GetBytes(3f));
            case WasmType.F64: return Do(WasmOp.F64Const).Raw(BitConverter.GetBytes(3.0));
            case WasmType.V128: return Do(SimdInstructions.OpOf(SimdInstructions.ConstantNumber)).Raw(new byte[16]);
            default: return Do(WasmOp.RefNull).Raw([EngineOpcodes.TypeCode(type)]);
        }
    }

    public PaidCode Constants(IEnumerable<WasmType> types)
    {
        foreach (var type in types) Constant(type);
        return this;
    }

    public PaidCode Raw(ReadOnlySpan<byte> bytes)
    {
        _code.Emit(bytes);
        return this;
    }
}
