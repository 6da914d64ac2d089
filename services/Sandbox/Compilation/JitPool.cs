using System.Runtime.CompilerServices;
using Billing.Sandbox.Engine;

namespace Billing.Sandbox.Compilation;

/// <summary>Has the JIT compile methods on all processors at once. It recurses over what it compiles, so its threads have the engine's large stacks.</summary>
internal static class JitPool
{
    // Below this a thread costs more than it saves.
    private const int MethodsPerThread = 64;

    public static void Prepare(RuntimeMethodHandle[] methods)
    {
        var next = -1;
        var helpers = new Thread[Math.Min(Environment.ProcessorCount, (methods.Length / MethodsPerThread) + 1) - 1];
        Exception? failure = null;
        for (var i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(PrepareAll, EngineThreads.StackBytes) { IsBackground = true, Name = "wasm jit" };
            helpers[i].Start();
        }

        PrepareAll();
        foreach (var helper in helpers) helper.Join();
        if (failure is not null) throw new InvalidOperationException("A method could not be compiled.", failure);

        void PrepareAll()
        {
            try
            {
                for (var i = Interlocked.Increment(ref next); i < methods.Length; i = Interlocked.Increment(ref next)) RuntimeHelpers.PrepareMethod(methods[i]);
            }
#pragma warning disable CA1031 // Rethrown on the thread that asked.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = exception;
            }
        }
    }
}
