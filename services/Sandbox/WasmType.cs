namespace Billing.Sandbox;

public enum WasmType
{
    I32,
    I64,
    F32,
    F64,
    V128,
    FuncRef,
    ExternRef,
}
