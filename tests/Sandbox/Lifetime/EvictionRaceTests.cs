using System.Runtime.CompilerServices;
using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Lifetime;

/// <summary>Modules are compiled, evicted, unloaded and compiled again while calls into them run.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class EvictionRaceTests
{
    private const int Callers = 32;
    private const int Modules = 24;
    private const int Kept = 4;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Test]
    public async Task Calls_into_modules_that_are_evicted_meanwhile_end_right_and_the_cache_keeps_to_its_bound()
    {
        var (largest, capacity) = Sizes();
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 8, CacheBytes = capacity });
        var compiled = new List<WeakReference>[Modules];
        for (var i = 0; i < Modules; i++) compiled[i] = [];

        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(() => CompileAndCall(engine, caller, compiled, Math.Max(capacity, largest)), TaskCreationOptions.LongRunning));
        await Task.WhenAll(callers).WaitAsync(Long);

        compiled.Sum(references => references.Count).ShouldBeGreaterThan(Modules * 2, "modules should have been evicted and compiled again");
        ProcessMemory.Collect();
        ProcessMemory.Collect();
        compiled.Sum(references => references.Count(reference => reference.IsAlive)).ShouldBeInRange(1, Kept + 1, "of all that was loaded, what the cache keeps");
    }

    private static void CompileAndCall(CilWasmEngine engine, int caller, List<WeakReference>[] compiled, long mostBytes)
    {
        var random = new Random(caller);
        for (var i = 0; i < TestScale.Of(quick: 25, full: 1_000); i++)
        {
            var number = random.Next(Modules);
            var turns = random.Next(1, 2_000);
            var call = Call(engine, number, turns, compiled[number]);
            call.Error.ShouldBeNull();
            call.Values[0].AsInt64().ShouldBe(Expected(number, turns));
            call.FuelUsed.ShouldBe(FuelOf(turns));
            engine.CachedBytes.ShouldBeLessThanOrEqualTo(mostBytes);
        }
    }

    // Apart, so that the caller's frame does not keep the module.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WasmCallResult Call(CilWasmEngine engine, int number, int turns, List<WeakReference> compiled)
    {
        var module = (CilModule)engine.Compile(Module(number)).Value!;
        lock (compiled)
        {
            if (!compiled.Exists(reference => ReferenceEquals(reference.Target, module.LoadedCode))) compiled.Add(new WeakReference(module.LoadedCode));
        }

        return engine.RunAsync(() =>
        {
            using var instance = module.Instantiate(new WasmImports(), WasmLimits.Default).Value!;
            return instance.Call("run", [WasmValue.FromInt32(turns)], WasmLimits.Default);
        }).GetAwaiter().GetResult();
    }

    // The sum of a number that each turn multiplies: unlike for each module.
    private static byte[] Module(int number)
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function([Op.I32], [Op.I64], code => code
            .I64(number + 1).Set(1)
            .Loop().Get(1).I64((2 * number) + 3).Emit(Op.I64Mul).I64(number).Emit(Op.I64Add).Set(1).Get(0).I32(1).Emit(Op.I32Sub).Emit(Op.LocalTee).Unsigned(0).BrIf(0).End()
            .Get(1), "run", Op.I64);
        return builder.Build();
    }

    private static long Expected(int number, int turns)
    {
        var value = number + 1L;
        for (var i = 0; i < turns; i++) value = unchecked((value * ((2 * number) + 3)) + number);
        return value;
    }

    // Entry, two instructions before the loop, eleven in each turn, one behind it.
    private static long FuelOf(int turns) => 1 + 2 + (11L * turns) + 1;

    private static (long Largest, long Capacity) Sizes()
    {
        var sizes = Enumerable.Range(0, Modules).Select(number => BytesOf(Module(number))).ToArray();
        return (sizes.Max(), sizes.Max() * Kept);
    }

    private static long BytesOf(byte[] wasm)
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        return ((CilModule)engine.Compile(wasm).Value!).EstimatedBytes;
    }
}
