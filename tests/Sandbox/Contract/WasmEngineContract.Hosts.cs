using System.Diagnostics;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

/// <remarks>What the host does while a module runs: calls back, throws, disposes of things, asks for more work.</remarks>
internal abstract partial class WasmEngineContract
{
    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void A_call_that_the_host_makes_from_within_another_has_fuel_of_its_own()
    {
        // run(n) tells the host n, and the host calls run(n - 1) with 50 units until n is 0.
        var builder = TellsHost();
        var inner = new List<long>();
        var result = Run(builder, [WasmValue.FromInt32(3)], Telling((instance, number) =>
        {
            if (number > 0) inner.Add(instance.Call("run", [WasmValue.FromInt32(number - 1)], Limits with { Fuel = 50 }).FuelUsed);
        }));
        result.Error.ShouldBeNull();
        result.FuelUsed.ShouldBe(5); // entry, get, call, two constants
        inner.ShouldBe([5, 5, 5]);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void A_call_that_ends_within_another_leaves_the_others_fuel_as_it_was()
    {
        var result = Run(TellsHost(), [WasmValue.FromInt32(1)], Telling((instance, number) =>
        {
            if (number == 0) return;
            var inner = instance.Call("run", [WasmValue.FromInt32(0)], Limits with { Fuel = 3 });
            (inner.Outcome, inner.FuelUsed).ShouldBe((WasmErrorCodes.LimitFuel, 3));
        }));
        (result.Outcome, result.FuelUsed).ShouldBe(("ok", 5));
    }

    [Assumes(EngineModel.WallClock)]
    [Test]
    public void A_call_that_runs_out_of_time_within_another_ends_alone()
    {
        var builder = TellsHost();
        builder.Function(None, None, code => code.Loop().Br(0).End(), "spin");
        WasmCallResult inner = default;
        var result = Run(
            builder,
            [WasmValue.FromInt32(1)],
            Telling((instance, _) => inner = instance.Call("spin", [], Limits with { Fuel = long.MaxValue, WallClock = TimeSpan.FromMilliseconds(20) })),
            Limits with { WallClock = TimeSpan.FromMinutes(1) });
        inner.Outcome.ShouldBe(WasmErrorCodes.LimitTime);
        result.Outcome.ShouldBe("ok");
    }

    [Assumes(EngineModel.WallClock)]
    [Test]
    public void A_call_whose_time_is_over_when_the_host_returns_ends_at_its_next_loop()
    {
        var builder = new ModuleBuilder();
        var host = builder.ImportFunction("env", "tell", OneI32, None);
        builder.Function(OneI32, None, code => code.Get(0).Call(host).Loop().Br(0).End(), "run");
        var result = Run(
            builder,
            [WasmValue.FromInt32(1)],
            Telling((_, _) =>
            {
                var start = Stopwatch.GetTimestamp();
                SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(40));
            }),
            Limits with { Fuel = long.MaxValue, WallClock = TimeSpan.FromMilliseconds(20) });
        result.Outcome.ShouldBe(WasmErrorCodes.LimitTime);
    }

    [Test]
    public void A_host_function_that_disposes_of_the_instance_it_was_called_from_leaves_it_without_memory()
    {
        var builder = new ModuleBuilder();
        var host = builder.ImportFunction("env", "tell", OneI32, None);
        builder.Memory(1).Data(0, 9);
        builder.Function(OneI32, OneI32, code => code.I32(0).Access(Op.I32Load8U).Call(host).I32(0).Access(Op.I32Load8U), "run");
        With(builder, instance => instance.Call("run", [WasmValue.FromInt32(1)], Limits), Telling((instance, number) =>
        {
            number.ShouldBe(9);
            instance.Dispose();
        })).Outcome.ShouldBe(WasmErrorCodes.TrapMemory);
    }

    [Test]
    public void A_host_function_that_resets_the_instance_it_was_called_from_leaves_it_with_the_image()
    {
        var builder = new ModuleBuilder();
        var host = builder.ImportFunction("env", "tell", OneI32, None);
        builder.Memory(1, 3).Data(0, 9);
        builder.Function(
            OneI32,
            OneI32,
            code => code.I32(1).Emit(Op.MemoryGrow, 0).Call(host).I32(0).Access(Op.I32Load8U).I32(70_000).Access(Op.I32Load8U).Emit(Op.I32Add),
            "run");
        With(
            builder,
            instance =>
            {
                instance.CaptureImage();
                return instance.Call("run", [WasmValue.FromInt32(1)], Limits);
            },
            Telling((instance, _) => instance.Reset())).Outcome.ShouldBe(WasmErrorCodes.TrapMemory, "what memory grew by is gone");
    }

    [Test]
    public void A_function_in_another_instances_table_is_called_only_with_its_own_signature()
    {
        // The library calls element 0 of its table as () -> i32; the guest puts a (f64) -> i64 there.
        var library = new ModuleBuilder();
        library.Table(Op.FuncRef, 1, export: "table");
        library.Function(None, OneI32, code => code.I32(0).Emit(Op.CallIndirect).Unsigned(library.Type(None, OneI32)).Emit(0), "run");
        var guest = new ModuleBuilder();
        guest.ImportTable("lib", "table", Op.FuncRef, 1);
        var foreign = guest.Function([Op.F64], [Op.I64], code => code.Get(0).Emit(0xBD));
        guest.Elements(0, foreign);
        With(library, provider => With(
            guest,
            _ => provider.Call("run", [], Limits),
            new WasmImports().Add("lib", "table", provider.FindExport("table")!))).Outcome.ShouldBe(WasmErrorCodes.TrapIndirectCall);
    }

    [Test]
    public void A_thousand_parameters_and_results_pass_in_order()
    {
        byte[] types = [.. Enumerable.Range(0, 1_000).Select(i => (i % 3) switch { 0 => Op.I32, 1 => Op.F64, _ => Op.V128 })];
        var builder = new ModuleBuilder();
        var pass = builder.Function(types, types, All);
        builder.Function(types, types, code =>
        {
            All(code);
            code.Call(pass);
        }, "run");
        WasmValue[] values = [.. Enumerable.Range(0, 1_000).Select(i => (i % 3) switch
        {
            0 => WasmValue.FromInt32(i),
            1 => new WasmValue(WasmType.F64, BitConverter.DoubleToUInt64Bits(i)),
            _ => WasmValue.FromVector(new UInt128((ulong)i, ulong.MaxValue)),
        })];
        Run(builder, values).Values.ShouldBe(values);

        static void All(Code code)
        {
            for (var i = 0u; i < 1_000; i++) code.Get(i);
        }
    }

    [Test]
    public void Work_that_waits_is_cancelled_at_once()
    {
        using var engine = CreateEngine();
        using var busy = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var running = Enumerable.Range(0, 64).Select(_ => engine.RunAsync(() => busy.Wait(TimeSpan.FromMinutes(1)))).ToArray();
        var waiting = engine.RunAsync(() => true, cancellation.Token);
        cancellation.Cancel();
        Should.Throw<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult());
        busy.Set();
        Task.WhenAll(running).GetAwaiter().GetResult().ShouldAllBe(done => done);
    }

    [Assumes(EngineModel.WallClock)]
    [Test]
    public void An_engine_that_is_disposed_of_finishes_what_runs_and_takes_no_more()
    {
        var engine = CreateEngine();
        using var begun = new ManualResetEventSlim();
        var module = engine.Compile(Module(None, None, code => code.Loop().Br(0).End()).Build()).Value!;
        var running = engine.RunAsync(() =>
        {
            using var instance = module.Instantiate(new WasmImports(), Limits).Value!;
            begun.Set();
            return instance.Call("run", [], Limits with { Fuel = long.MaxValue, WallClock = TimeSpan.FromMilliseconds(50) }).Outcome;
        });
        begun.Wait();
        engine.Dispose();
        running.IsCompleted.ShouldBeTrue();
        running.Result.ShouldBe(WasmErrorCodes.LimitTime, "the watchdog works to the end");
        Should.Throw<ObjectDisposedException>(() => engine.RunAsync(() => 1));
        Should.NotThrow(engine.Dispose);
    }

    [Test]
    public async Task Work_may_dispose_of_its_own_engine()
    {
        var engine = CreateEngine();
        (await engine.RunAsync(() =>
        {
            engine.Dispose();
            return 3;
        }).WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(3);
    }

    // run(n) tells the host its argument.
    private static ModuleBuilder TellsHost()
    {
        var builder = new ModuleBuilder();
        var host = builder.ImportFunction("env", "tell", OneI32, None);
        builder.Function(OneI32, OneI32, code => code.Get(0).Call(host).I32(1).Emit(Op.Drop).I32(2), "run");
        return builder;
    }

    private static WasmImports Telling(Action<IWasmInstance, int> tell) => new WasmImports().Add("env", "tell", new WasmHostFunction(
        new WasmSignature([WasmType.I32], []),
        (instance, arguments) =>
        {
            tell(instance, arguments[0].AsInt32());
            return [];
        }));
}
