namespace Billing.Sandbox;

/// <summary>Thrown by a host function to end the call; the call's error then carries <see cref="Code"/> and the message.</summary>
public sealed class WasmHostException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public string Code { get; } = code;
}
