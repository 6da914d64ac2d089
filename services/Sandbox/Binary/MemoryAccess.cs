namespace Billing.Sandbox.Binary;

/// <summary>Operand type and width in bytes of the loads and stores.</summary>
internal static class MemoryAccess
{
    public static bool IsStore(WasmOp op) => op >= WasmOp.I32Store;

    public static (WasmType Type, int Width) Describe(WasmOp op) => op switch
    {
        WasmOp.I32Load or WasmOp.I32Store => (WasmType.I32, 4),
        WasmOp.I64Load or WasmOp.I64Store => (WasmType.I64, 8),
        WasmOp.F32Load or WasmOp.F32Store => (WasmType.F32, 4),
        WasmOp.F64Load or WasmOp.F64Store => (WasmType.F64, 8),
        WasmOp.I32Load8S or WasmOp.I32Load8U or WasmOp.I32Store8 => (WasmType.I32, 1),
        WasmOp.I32Load16S or WasmOp.I32Load16U or WasmOp.I32Store16 => (WasmType.I32, 2),
        WasmOp.I64Load8S or WasmOp.I64Load8U or WasmOp.I64Store8 => (WasmType.I64, 1),
        WasmOp.I64Load16S or WasmOp.I64Load16U or WasmOp.I64Store16 => (WasmType.I64, 2),
        _ => (WasmType.I64, 4),
    };
}
