namespace Billing.Sandbox.Runtime;

/// <summary>Ends a call. Caught where the call began and returned as a <see cref="WasmError"/>.</summary>
internal sealed class TrapException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
