using System.Text;
using Billing.Contracts;
using Billing.Sandbox.Engine;

namespace Billing.Rating.Tests.Hostile;

/// <summary>The modules of this folder: each ends in the error it says, twice, without much memory, and the engine's one thread then rates as before.</summary>
[TestFixture]
internal sealed class AbiAttackTests
{
    private const string Folder = "tests/Rating/Hostile";
    private const long MuchMemory = 64L << 20;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly byte[] Input = Encoding.UTF8.GetBytes("""{"abi":1}""");

    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1 });
    private SandboxedModule _innocent = null!;

    private static IEnumerable<string> Attacks => HostileModule.NamesIn(Folder);

    [OneTimeSetUp]
    public void CompileInnocentModule() => _innocent = SandboxedModule.Compile(_engine, "mod.innocent@1.0.0", WasmFile.Returning("{}"));

    [OneTimeTearDown]
    public void Stop()
    {
        _innocent.Dispose();
        _engine.Dispose();
    }

    [TestCaseSource(nameof(Attacks))]
    public async Task An_attack_ends_in_its_error_and_the_next_call_is_unharmed(string name)
    {
        var attack = HostileModule.Read(Folder, name);
        using var module = SandboxedModule.Compile(_engine, "mod.hostile@1.0.0", attack.Wasm);
        for (var turn = 0; turn < 2; turn++)
        {
            var (call, allocated) = await _engine.RunAsync(() => Measured(module, Limits(attack))).WaitAsync(Soon);

            call.Outcome.ShouldBe(attack.Expected);
            call.Output.ShouldBeNull();
            call.OutputBytes.ShouldBe(0);
            call.Error!.Subject.ShouldBe("mod.hostile@1.0.0");
            call.Error.WayOut.ShouldNotBeNullOrEmpty();
            call.Error.Message.Length.ShouldBeLessThan(6_000);
            call.Error.Message.ShouldNotContain('\0');
            if (attack.Message is { } message) call.Error.Message.ShouldContain(message);
            call.Usage.Fuel.ShouldBeLessThanOrEqualTo(Limits(attack).Of(0).Fuel * 2, "of the initialiser and of the question for the ABI");
            call.IsFinal.ShouldBe(attack.Expected != ErrorCodes.LimitTime);
            allocated.ShouldBeLessThan(MuchMemory);
        }

        var innocent = await _engine.RunAsync(() => _innocent.Call(Input, 0, new CallLimits(CallLimits.Default, null))).WaitAsync(Soon);
        innocent.Output.ShouldBe("{}"u8.ToArray());
        innocent.Outcome.ShouldBe("ok");
        (innocent.Usage.InputBytes, innocent.OutputBytes, innocent.Usage.PeakMemoryBytes).ShouldBe((9, 2, 65_536));
    }

    [Test]
    public async Task Fuel_of_alloc_and_run_is_one_budget()
    {
        using var module = SandboxedModule.Compile(_engine, "mod.two@1.0.0", WasmFile.Returning("{}"));
        var used = (await _engine.RunAsync(() => module.Call(Input, 0, WithFuel(1_000)))).Usage.Fuel;
        used.ShouldBe(4); // entry and constant of alloc, entry and constant of run
        (await _engine.RunAsync(() => module.Call(Input, 0, WithFuel(used)))).Outcome.ShouldBe("ok");
        var cut = await _engine.RunAsync(() => module.Call(Input, 0, WithFuel(used - 1)));
        cut.Outcome.ShouldBe(ErrorCodes.LimitFuel);
        cut.Usage.Fuel.ShouldBe(used - 1, "the whole limit");
    }

    private static (ModuleCall Call, long Allocated) Measured(SandboxedModule module, CallLimits limits)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var call = module.Call(Input, 0, limits);
        return (call, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static CallLimits WithFuel(long fuel) => new(CallLimits.Default with { Fuel = fuel }, null);

    private static CallLimits Limits(HostileModule attack) => new(
        CallLimits.Default with
        {
            Fuel = attack.Fuel ?? CallLimits.Default.Fuel,
            WallClockMilliseconds = (int)(attack.WallClock ?? Soon).TotalMilliseconds,
        },
        null);
}
