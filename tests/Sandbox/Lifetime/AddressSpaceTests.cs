using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Lifetime;

/// <summary>Many instances alive at once: each is its own, what they reserve is counted and given back, and one too many is an error value.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class AddressSpaceTests
{
    private const int Many = 600;
    private const long OneMemory = (4L << 30) + 65_536;

    [Test]
    public async Task Hundreds_of_instances_live_side_by_side_and_give_their_addresses_back()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 4 });
        var before = ProcessMemory.AddressSpace;
        var instances = await Task.WhenAll(Enumerable.Range(0, Many).Select(i => engine.RunAsync(() => Instantiate(engine).Value!)));
        engine.AddressSpace.ReservedBytes.ShouldBe(Many * OneMemory);
        if (OperatingSystem.IsLinux()) (ProcessMemory.AddressSpace - before).ShouldBeGreaterThan((Many - 1) * OneMemory, "the operating system sees them too");

        await Task.WhenAll(instances.Select((instance, i) => engine.RunAsync(() => Keep(instance, i))));
        var kept = await Task.WhenAll(instances.Select(instance => engine.RunAsync(() => instance.Call("kept", [], WasmLimits.Default).Values[0].AsInt32())));
        kept.ShouldBe(Enumerable.Range(0, Many));

        foreach (var instance in instances) instance.Dispose();
        engine.AddressSpace.ReservedBytes.ShouldBe(0);
        (ProcessMemory.AddressSpace - before).ShouldBeLessThan(OneMemory, "not one of them is still there for the operating system");
    }

    [Test]
    public async Task An_instance_beyond_what_may_be_reserved_is_refused_until_another_one_goes()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1, AddressSpaceBytes = 3 * OneMemory });
        var instances = await engine.RunAsync(() => Enumerable.Range(0, 3).Select(_ => Instantiate(engine).Value!).ToArray());

        var refused = await engine.RunAsync(() => Instantiate(engine));
        refused.Error!.Code.ShouldBe(WasmErrorCodes.LimitMemory);
        refused.Error.Message.ShouldContain("too many instances");
        engine.AddressSpace.ReservedBytes.ShouldBe(3 * OneMemory, "a refusal reserves nothing");

        instances[1].Dispose();
        using var another = (await engine.RunAsync(() => Instantiate(engine))).Value!;
        (await engine.RunAsync(() => Keep(another, 7))).ShouldBeTrue();
        instances[0].Dispose();
        instances[2].Dispose();
    }

    [Test]
    public async Task A_declared_maximum_is_all_that_is_reserved()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        var module = engine.Compile(new ModuleBuilder().Memory(1, 2).Build()).Value!;
        using var instance = (await engine.RunAsync(() => module.Instantiate(new WasmImports(), WasmLimits.Default))).Value!;
        engine.AddressSpace.ReservedBytes.ShouldBe(3 * 65_536);
    }

    [Test]
    public async Task What_nobody_disposes_of_is_given_back_by_the_finaliser()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        await engine.RunAsync(() => Keep(Instantiate(engine).Value!, 1));
        for (var round = 0; round < 20 && engine.AddressSpace.ReservedBytes > 0; round++) ProcessMemory.Collect();
        engine.AddressSpace.ReservedBytes.ShouldBe(0);
    }

    private static bool Keep(IWasmInstance instance, int value) => instance.Call("keep", [WasmValue.FromInt32(value)], WasmLimits.Default).Error is null;

    private static WasmResult<IWasmInstance> Instantiate(CilWasmEngine engine)
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function([Op.I32], [], code => code.I32(40_000).Get(0).Access(Op.I32Store), "keep");
        builder.Function([], [Op.I32], code => code.I32(40_000).Access(Op.I32Load), "kept");
        return engine.Compile(builder.Build()).Value!.Instantiate(new WasmImports(), WasmLimits.Default);
    }
}
