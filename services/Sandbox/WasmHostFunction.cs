namespace Billing.Sandbox;

/// <summary>A function of the host. It sees the calling instance, so that it can read its memory.</summary>
public sealed record WasmHostFunction(WasmSignature Signature, Func<IWasmInstance, WasmValue[], WasmValue[]> Invoke);
