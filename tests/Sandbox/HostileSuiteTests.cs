using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests;

/// <summary>The modules of the folder Hostile: each ends as it says, soon and without much memory, and the engine's one thread works on.</summary>
[TestFixture]
internal sealed class HostileSuiteTests
{
    // Far beyond what any attack takes on an idle machine, far below what an attack that succeeded would take.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private const long MuchMemory = 256L << 20;

    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1 });
    private byte[] _innocent = [];

    private static IEnumerable<string> Attacks => HostileModule.NamesIn("tests/Sandbox/Hostile");

    [OneTimeSetUp]
    public void BuildInnocentModule()
    {
        var builder = new ModuleBuilder();
        builder.Function([Op.I32], [Op.I32], code => code.Get(0).I32(2).Emit(Op.I32Add), "run");
        _innocent = builder.Build();
    }

    [OneTimeTearDown]
    public void Stop() => _engine.Dispose();

    [TestCaseSource(nameof(Attacks))]
    public async Task An_attack_ends_as_it_says_and_the_next_call_is_unharmed(string name)
    {
        var attack = HostileModule.Read("tests/Sandbox/Hostile", name);

        var (outcome, allocated) = await _engine.RunAsync(() => Attack(attack)).WaitAsync(Soon);

        outcome.ShouldBe(attack.Expected);
        allocated.ShouldBeLessThan(MuchMemory);
        (await _engine.RunAsync(CallInnocentModule).WaitAsync(Soon)).ShouldBe(42);
    }

    private (string Outcome, long Allocated) Attack(HostileModule attack)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = Outcome(attack);
        return (outcome, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private string Outcome(HostileModule attack)
    {
        var limits = WasmLimits.Default;
        limits = limits with { Fuel = attack.Fuel ?? limits.Fuel, WallClock = attack.WallClock ?? Soon };
        var module = _engine.Compile(attack.Wasm);
        if (module.Error is not null) return module.Error.Code;
        var created = module.Value!.Instantiate(new WasmImports(), limits);
        if (created.Error is not null) return created.Error.Code;
        using var instance = created.Value!;
        instance.CaptureImage();
        var outcome = Call(instance, "run", limits);
        instance.MemoryBytes.ShouldBeLessThanOrEqualTo(limits.MemoryBytes);
        if (instance.FindExport("intact") is null) return outcome;
        Call(instance, "intact", WasmLimits.Default).ShouldBe("ok 1");

        // And again, from the image.
        instance.Reset();
        Call(instance, "run", limits).ShouldBe(outcome);
        return outcome;
    }

    private static string Call(IWasmInstance instance, string export, WasmLimits limits)
    {
        var result = instance.Call(export, [], limits);
        result.FuelUsed.ShouldBeLessThanOrEqualTo(limits.Fuel);
        return result.Error?.Code ?? FormattableString.Invariant($"ok {result.Values[0].AsInt32()}");
    }

    private int CallInnocentModule()
    {
        using var instance = _engine.Compile(_innocent).Value!.Instantiate(new WasmImports(), WasmLimits.Default).Value!;
        return instance.Call("run", [WasmValue.FromInt32(40)], WasmLimits.Default).Values[0].AsInt32();
    }
}
