namespace Billing.Sandbox;

/// <summary>
/// One instance: its own memory, globals and tables. Not safe for two threads at once. Used only inside <see cref="IWasmEngine.RunAsync{T}"/>.
/// </summary>
public interface IWasmInstance : IDisposable
{
    /// <summary>Calls an exported function. Errors: <c>trap.*</c>, <c>limit.*</c>, or whatever a host import threw as <see cref="WasmHostException"/>.</summary>
    WasmCallResult Call(string export, ReadOnlySpan<WasmValue> arguments, WasmLimits limits);

    /// <summary>What the instance exports under a name, to link another instance with; null when there is no such export.</summary>
    WasmExternal? FindExport(string export);

    /// <summary>Reads an exported global. False when there is no such global.</summary>
    bool TryReadGlobal(string export, out WasmValue value);

    /// <summary>Current size of memory 0 in bytes; 0 when there is none.</summary>
    long MemoryBytes { get; }

    /// <summary>Copies out of memory 0. False when any byte of the range lies outside.</summary>
    bool TryRead(long address, Span<byte> destination);

    /// <summary>Copies into memory 0. False when any byte of the range lies outside; then nothing is written.</summary>
    bool TryWrite(long address, ReadOnlySpan<byte> source);

    /// <summary>Remembers memory, globals and tables as they are now. <see cref="Reset"/> returns to it.</summary>
    void CaptureImage();

    /// <summary>Puts back only what was dirtied since <see cref="CaptureImage"/> or the last reset, including the size of memory and tables.</summary>
    void Reset();
}
