namespace Billing.Sandbox;

public sealed record WasmImport(string Module, string Name, WasmExternalKind Kind, WasmSignature? Signature);
