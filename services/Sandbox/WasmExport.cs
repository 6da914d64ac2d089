namespace Billing.Sandbox;

public sealed record WasmExport(string Name, WasmExternalKind Kind, WasmSignature? Signature);
