namespace Billing.Sandbox;

/// <summary>A value or a <see cref="WasmError"/>; exactly one of the two is set.</summary>
public readonly record struct WasmResult<T>(T? Value, WasmError? Error)
    where T : class
{
    public bool IsOk => Error is null;
}
