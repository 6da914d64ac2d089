namespace Billing.Sandbox.Spec;

/// <summary>A file is not what <c>wast2json</c> writes, or a module it names is not beside it.</summary>
public sealed class SpecFormatException(string file, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The path that was read.</summary>
    public string File { get; } = file;
}
