using System.Runtime.CompilerServices;
using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Lifetime;

[TestFixture]
[NonParallelizable]
internal sealed class CompiledModuleLifetimeTests
{
    [Test]
    public void A_module_that_is_evicted_is_unloaded()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1, CacheBytes = 1 });
        var first = CompileAndUse(engine, 1);
        CompileAndUse(engine, 2);
        Collect(() => first.IsAlive).ShouldBeFalse();
    }

    [Test]
    public void A_module_that_fits_stays()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        var first = CompileAndUse(engine, 1);
        CompileAndUse(engine, 2);
        Collect(() => first.IsAlive).ShouldBeTrue();
    }

    [Test]
    public void An_evicted_module_works_on_for_those_who_have_it()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1, CacheBytes = 1 });
        var module = engine.Compile(Constant(41)).Value!;
        CompileAndUse(engine, 2);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Use(engine, module).ShouldBe(41);
        engine.Compile(Constant(41)).Value.ShouldNotBeSameAs(module);
    }

    [Test]
    public void A_refused_module_is_refused_again_and_takes_no_room()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        byte[] broken = [0, 0x61, 0x73, 0x6D, 9, 9, 9, 9];
        engine.Compile(broken).Error!.Code.ShouldBe(WasmErrorCodes.Invalid);
        engine.Compile(broken).Error!.Code.ShouldBe(WasmErrorCodes.Invalid);
    }

    [Test]
    public void Two_who_want_the_same_module_share_one_compilation()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        var modules = new IWasmModule[8];
        Parallel.For(0, 8, i => modules[i] = engine.Compile(Constant(7)).Value!);
        modules.Distinct().Count().ShouldBe(1);
    }

    [Test]
    public void A_module_that_was_long_in_compiling_makes_room_although_others_were_used_since()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        var (slow, quick) = ((CilModule)engine.Compile(Constant(1)).Value!, (CilModule)engine.Compile(Constant(2)).Value!);
        var cache = new ModuleCache(slow.EstimatedBytes);
        cache.GetOrCompile("slow", () =>
        {
            cache.GetOrCompile("quick", () => (quick, null));
            return (slow, null);
        });
        cache.Bytes.ShouldBe(slow.EstimatedBytes);
    }

    private static byte[] Constant(int value)
    {
        var builder = new ModuleBuilder();
        builder.Function([], [Op.I32], code => code.I32(value), "run");
        return builder.Build();
    }

    private static int Use(CilWasmEngine engine, IWasmModule module) => engine.RunAsync(() =>
    {
        using var instance = module.Instantiate(new WasmImports(), WasmLimits.Default).Value!;
        return instance.Call("run", [], WasmLimits.Default).Values[0].AsInt32();
    }).GetAwaiter().GetResult();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CompileAndUse(CilWasmEngine engine, int value)
    {
        var module = engine.Compile(Constant(value)).Value!;
        Use(engine, module).ShouldBe(value);
        return new WeakReference(((CilModule)module).LoadedCode);
    }

    // Collectible code goes in several rounds: first its instances, then its methods.
    private static bool Collect(Func<bool> isAlive)
    {
        for (var round = 0; round < 20 && isAlive(); round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return isAlive();
    }
}
