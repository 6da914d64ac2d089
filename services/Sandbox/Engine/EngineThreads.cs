using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace Billing.Sandbox.Engine;

/// <summary>
/// The threads that modules run on. Their stacks are large, so that a module reaches its counted stack limit long before the real end; a stack overflow
/// would end the process.
/// </summary>
internal sealed class EngineThreads : IDisposable
{
    public const int StackBytes = 16 << 20;

    // Kept free below the floor: 6 MiB for 1,000 small functions, which do not look, and 1 MiB for host functions and the runtime's exception handling.
    private const int ReservedBytes = 7 << 20;

    [ThreadStatic]
    private static EngineThreads? _owner;

    [ThreadStatic]
    private static nuint _stackFloor;

    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread[] _threads;

    public EngineThreads(int count)
    {
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Run, StackBytes) { IsBackground = true, Name = Invariant($"wasm {i}") };
            _threads[i].Start();
        }
    }

    /// <summary>The lowest stack address that compiled code may use on this thread.</summary>
    public static nuint StackFloor => _stackFloor;

    /// <summary>Whether this thread has the room that a call may need.</summary>
    public static bool HasRoom => CurrentStackAddress() > _stackFloor;

    public bool IsOwnThread => ReferenceEquals(_owner, this);

    /// <exception cref="InvalidOperationException">Called from a thread that is not the engine's.</exception>
    public void RequireOwnThread()
    {
        if (!IsOwnThread) throw new InvalidOperationException("Modules run on the engine's own threads only: call this inside IWasmEngine.RunAsync.");
    }

    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        // Whoever cancels does not wait for those that are before it in the queue.
        var cancellation = cancellationToken.UnsafeRegister((_, token) => completion.TrySetCanceled(token), null);

        // Work that asks for more work waits for it: it would wait for its own thread.
        if (IsOwnThread) Complete();
        else Enqueue(Complete);
        return completion.Task;

        void Complete()
        {
            cancellation.Dispose();
            if (completion.Task.IsCompleted) return;
            try
            {
                completion.TrySetResult(work());
            }
            catch (OperationCanceledException canceled)
            {
                completion.TrySetCanceled(canceled.CancellationToken);
            }
#pragma warning disable CA1031 // Whatever the work throws belongs to whoever awaits it.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                completion.TrySetException(failure);
            }
        }
    }

    /// <summary>Lets the work that is queued finish. Not from one of these threads, which would wait for itself.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _work.Dispose();
    }

    private void Enqueue(Action work)
    {
        try
        {
            _work.Add(work, CancellationToken.None);
        }
        catch (InvalidOperationException closed)
        {
            throw new ObjectDisposedException("The engine is disposed of and takes no more work.", closed);
        }
    }

    private void Run()
    {
        _owner = this;
        _stackFloor = CurrentStackAddress() - StackBytes + ReservedBytes;
        while (RunNext())
        {
        }
    }

    // In a frame of its own: a thread that waits for work must not keep the last one alive, and the modules it used with it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunNext()
    {
        if (!_work.TryTake(out var work, Timeout.Infinite)) return false;
        work();
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe nuint CurrentStackAddress()
    {
        var here = 0;
        return (nuint)(&here);
    }
}
