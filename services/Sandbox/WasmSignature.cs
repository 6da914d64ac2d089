namespace Billing.Sandbox;

/// <summary>A function's parameters and results.</summary>
public sealed record WasmSignature(IReadOnlyList<WasmType> Parameters, IReadOnlyList<WasmType> Results);
