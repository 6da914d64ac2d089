using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>Writes opcodes and types as the engine names them.</summary>
internal static class EngineOpcodes
{
    /// <summary>An opcode with its prefix.</summary>
    public static Code Opcode(this Code code, WasmOp op) =>
        (int)op <= byte.MaxValue ? code.Emit((byte)op) : code.Emit((byte)((int)op >> 8)).Unsigned((byte)op);

    public static Code Type(this Code code, WasmType type) => code.Emit(TypeCode(type));

    /// <summary>A vector of types.</summary>
    public static Code Types(this Code code, IReadOnlyCollection<WasmType> types) => code.Unsigned((uint)types.Count).Emit([.. types.Select(TypeCode)]);

    public static byte TypeCode(WasmType type) => type switch
    {
        WasmType.I32 => Op.I32,
        WasmType.I64 => Op.I64,
        WasmType.F32 => Op.F32,
        WasmType.F64 => Op.F64,
        WasmType.V128 => Op.V128,
        WasmType.FuncRef => Op.FuncRef,
        _ => Op.ExternRef,
    };
}
