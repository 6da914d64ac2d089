namespace Billing.Sandbox.Runtime;

/// <summary>
/// Counts what the memories of an engine's instances reserve of the process's addresses, against a bound: when the operating system has no ranges left to give, it is the runtime itself
/// that fails next, and the process with it.
/// </summary>
internal sealed class AddressSpace(long mostBytes)
{
    private long _reservedBytes;

    public long ReservedBytes => Volatile.Read(ref _reservedBytes);

    /// <summary>Null when the bound is reached, or the operating system refuses.</summary>
    public VirtualMemory? TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _reservedBytes, bytes) <= mostBytes && VirtualMemory.TryReserve(bytes, this) is { } range) return range;
        Release(bytes);
        return null;
    }

    /// <summary>A range is gone.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _reservedBytes, -bytes);
}
