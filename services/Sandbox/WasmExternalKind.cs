namespace Billing.Sandbox;

public enum WasmExternalKind
{
    Function,
    Table,
    Memory,
    Global,
}
