using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Engine;

namespace Billing.Sandbox.Compilation;

/// <summary>Has the JIT compile methods on all processors at once. It recurses over what it compiles, so its threads have the engine's large stacks.</summary>
internal sealed class JitPool
{
    // Below this a thread costs more than it saves.
    private const int MethodsPerThread = 64;

    private readonly RuntimeMethodHandle[] _methods;
    private readonly CompileDeadline _deadline;
    private ExceptionDispatchInfo? _failure;
    private int _next = -1;

    private JitPool(RuntimeMethodHandle[] methods, CompileDeadline deadline)
    {
        _methods = methods;
        _deadline = deadline;
    }

    /// <exception cref="WasmFormatException">The time is over, or the JIT refuses a method.</exception>
    public static void Prepare(RuntimeMethodHandle[] methods, CompileDeadline deadline) => new JitPool(methods, deadline).Prepare();

    private void Prepare()
    {
        var helpers = new Thread[Math.Min(Environment.ProcessorCount, (_methods.Length / MethodsPerThread) + 1) - 1];
        for (var i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(PrepareAll, EngineThreads.StackBytes) { IsBackground = true, Name = "wasm jit" };
            helpers[i].Start();
        }

        PrepareAll();
        foreach (var helper in helpers) helper.Join();
        _failure?.Throw();
    }

    private void PrepareAll()
    {
        try
        {
            for (var i = Interlocked.Increment(ref _next); i < _methods.Length && _failure is null; i = Interlocked.Increment(ref _next))
            {
                _deadline.Check();
                RuntimeHelpers.PrepareMethod(_methods[i]);
            }
        }
        catch (InvalidProgramException)
        {
            // The CIL is right, so this is a limit of the JIT's own.
            _failure = ExceptionDispatchInfo.Capture(WasmFormatException.Invalid("A function is larger than the JIT compiler takes.", 0));
        }
#pragma warning disable CA1031 // Rethrown on the thread that asked.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
    }
}
