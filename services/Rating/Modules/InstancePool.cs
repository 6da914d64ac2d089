using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Billing.Sandbox;

namespace Billing.Rating;

/// <summary>
/// Idle instances of one module, each as it was after initialisation; at most <paramref name="capacity"/>, and of large ones fewer. A pool never holds two
/// modules' instances.
/// </summary>
internal sealed class InstancePool(int capacity) : IDisposable
{
    /// <summary>What all idle instances may have of memory; one is kept in any case.</summary>
    public const long MostBytes = 64L << 20;

    private readonly ConcurrentQueue<IWasmInstance> _idle = new();
    private int _count;
    private volatile bool _isClosed;

    public bool TryTake([NotNullWhen(true)] out IWasmInstance? instance)
    {
        if (!_idle.TryDequeue(out instance))
            return false;
        Interlocked.Decrement(ref _count);
        return true;
    }

    public void Return(IWasmInstance instance)
    {
        var most = Math.Clamp(MostBytes / Math.Max(1, instance.MemoryBytes), 1, capacity);
        if (_isClosed || Interlocked.Increment(ref _count) > most)
        {
            if (!_isClosed)
                Interlocked.Decrement(ref _count);
            instance.Dispose();
            return;
        }

        _idle.Enqueue(instance);
        if (_isClosed)
            DisposeIdle(); // closed while this one was on its way back
    }

    public void Dispose()
    {
        _isClosed = true;
        DisposeIdle();
    }

    private void DisposeIdle()
    {
        while (_idle.TryDequeue(out var instance))
            instance.Dispose();
    }
}
