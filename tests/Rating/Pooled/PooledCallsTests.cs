using Billing.Sandbox;
using Billing.Sandbox.Engine;

namespace Billing.Rating.Tests.Pooled;

/// <summary>Many calls of pooled modules, from many threads and for long: each right, each with the fuel it always takes, and nothing left behind.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class PooledCallsTests
{
    private const int Threads = 32;
    private const int Modules = 4;
    private const int SteadyCalls = 100_000;
    private const long InstanceBytes = 4L << 30; // of addresses: the modules declare no maximum
    private const long Slack = 2L << 30;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Test]
    public async Task Thirty_two_threads_over_pooled_instances_get_their_own_results_for_the_same_fuel()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = Threads });
        var before = ProcessMemory.AddressSpace;
        var modules = Enumerable.Range(0, Modules).Select(number => PooledModule.Compile(engine, number)).ToArray();
        var fuel = new Dictionary<(int Module, string Input), long>();
        for (var i = 0; i < Modules; i++)
            foreach (var input in PooledModule.AllInputs) fuel.Add((i, input), await engine.RunAsync(() => modules[i].CallAndCheck(input)));

        var callers = Enumerable.Range(0, Threads).Select(caller => Task.Factory.StartNew(() => CallAll(engine, modules, fuel, new Random(caller)), TaskCreationOptions.LongRunning));
        await Task.WhenAll(callers).WaitAsync(Long);

        (ProcessMemory.AddressSpace - before).ShouldBeLessThanOrEqualTo((Modules * Environment.ProcessorCount * InstanceBytes) + Slack, "no pool keeps more than it may");
        foreach (var module in modules) module.Dispose();
        (ProcessMemory.AddressSpace - before).ShouldBeLessThan(Slack, "a pool that is closed keeps nothing");
    }

    [Test]
    public async Task A_hundred_thousand_calls_leave_nothing_behind()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        using var module = PooledModule.Compile(engine, 0);
        var random = new Random(1);
        await engine.RunAsync(() => CallInTurn(5_000)); // what is made once is made now
        (await engine.RunAsync(() => Growth.Of(() => CallInTurn(SteadyCalls)))).ShouldBeNothing();

        bool CallInTurn(int calls)
        {
            for (var i = 0; i < calls; i++) module.CallAndCheck(PooledModule.Input(random));
            return true;
        }
    }

    [TestCase(1, 0, 0, Description = "20 bytes of each call")]
    [TestCase(0, 2_000, 0, Description = "an instance of every 2,000 calls")]
    [TestCase(0, 0, 2_000, Description = "a compiled module of every 2,000 calls")]
    public async Task A_leak_would_be_seen(int arrays, int callsAnInstance, int callsAModule)
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1, CacheBytes = 1 });
        var kept = new List<object>();
        var grown = await engine.RunAsync(() => Growth.Of(() =>
        {
            for (var i = 1; i <= SteadyCalls; i++)
            {
                if (arrays > 0) kept.Add(new byte[4]);
                if (callsAnInstance > 0 && i % callsAnInstance == 0) kept.Add(Compile(0).Instantiate(ModuleAbi.Imports(), WasmLimits.Default).Value!);
                if (callsAModule > 0 && i % callsAModule == 0) kept.Add(Compile(i));
            }

            return true;
        }));
        Should.Throw<ShouldAssertException>(grown.ShouldBeNothing);
        foreach (var instance in kept.OfType<IDisposable>()) instance.Dispose();

        IWasmModule Compile(int number) => engine.Compile(WasmFile.Returning($"{number}")).Value!;
    }

    private static void CallAll(CilWasmEngine engine, PooledModule[] modules, Dictionary<(int Module, string Input), long> fuel, Random random)
    {
        for (var i = 0; i < TestScale.Of(quick: 400, full: 20_000); i++)
        {
            var number = random.Next(Modules);
            var input = PooledModule.Input(random);
            engine.RunAsync(() => modules[number].CallAndCheck(input)).GetAwaiter().GetResult().ShouldBe(fuel[(number, input)], input);
        }
    }
}
