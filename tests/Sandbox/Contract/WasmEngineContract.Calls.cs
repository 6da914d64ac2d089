using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

internal abstract partial class WasmEngineContract
{
    [Test]
    public void A_function_computes_from_its_arguments() =>
        Run(Module(TwoI32, OneI32, code => code.Get(0).Get(1).Emit(Op.I32Mul).I32(2).Emit(Op.I32Add)), 5, 8).Values.ShouldBe([WasmValue.FromInt32(42)]);

    [Test]
    public void A_function_gives_several_results_in_order()
    {
        var builder = new ModuleBuilder();
        var pair = builder.Function(None, [Op.I32, Op.I64, Op.F64], code => code.I32(1).I64(2).F64(-0.5));
        builder.Function(None, [Op.I32, Op.I64, Op.F64], code => code.Call(pair), "run");
        Run(builder).Values.ShouldBe([WasmValue.FromInt32(1), WasmValue.FromInt64(2), new WasmValue(WasmType.F64, 0xBFE0000000000000)]);
    }

    [Test]
    public void A_loop_sums_the_numbers_up_to_its_argument()
    {
        var builder = Module(
            OneI32,
            OneI32,
            code => code.Block().Loop().Get(0).Emit(Op.I32Eqz).BrIf(1).Get(1).Get(0).Emit(Op.I32Add).Set(1).Get(0).I32(1).Emit(Op.I32Sub).Set(0).Br(0).End().End().Get(1),
            Op.I32);
        Run(builder, 100).Values.ShouldBe([WasmValue.FromInt32(5050)]);
    }

    [TestCase(0, 10)]
    [TestCase(1, 20)]
    [TestCase(2, 30)]
    [TestCase(-1, 30)]
    public void A_branch_table_takes_its_default_beyond_the_end(int index, int expected)
    {
        var builder = Module(
            OneI32,
            OneI32,
            code => code.Block().Block().Block().Get(0).Emit(Op.BrTable).Unsigned(2).Unsigned(0).Unsigned(1).Unsigned(2)
                .End().I32(10).Emit(Op.Return).End().I32(20).Emit(Op.Return).End().I32(30));
        Run(builder, index).Values.ShouldBe([WasmValue.FromInt32(expected)]);
    }

    [Test]
    public void A_host_function_gets_the_arguments_and_sees_the_callers_memory()
    {
        var builder = new ModuleBuilder();
        var host = builder.ImportFunction("env", "read", [Op.I32, Op.I64], [Op.I64]);
        builder.Memory(1).Data(16, 7);
        builder.Function(None, [Op.I64], code => code.I32(16).I64(-5).Call(host).I64(1).Emit(Op.I64Add), "run");
        var imports = new WasmImports().Add("env", "read", new WasmHostFunction(
            new WasmSignature([WasmType.I32, WasmType.I64], [WasmType.I64]),
            (instance, arguments) =>
            {
                var seen = new byte[1];
                instance.TryRead(arguments[0].AsInt32(), seen).ShouldBeTrue();
                return [WasmValue.FromInt64(arguments[1].AsInt64() * seen[0])];
            }));
        Run(builder, [], imports).Values.ShouldBe([WasmValue.FromInt64(-34)]);
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void A_host_function_ends_the_call_with_its_own_code()
    {
        var result = Run(CallsHost(), [], Host(() => throw new WasmHostException("module.abort", "no such plan")));
        result.Error.ShouldBe(new WasmError("module.abort", "no such plan"));
        result.Values.ShouldBeEmpty();
        result.FuelUsed.ShouldBe(2);
    }

    [Test]
    public void A_host_function_that_fails_ends_the_call_as_a_failure_of_the_host()
    {
        // An exception that the engine itself takes for an out of bounds access when a module causes it.
        Run(CallsHost(), [], Host(() => GC.KeepAlive(None[3]))).Error!.Code.ShouldBe(WasmErrorCodes.Host);
        Run(CallsHost(), [], Host(() => throw new FormatException("host bug"))).Error!.Message.ShouldContain("host bug");
    }

    [Assumes(EngineModel.FuelVersion1)]
    [Test]
    public void A_host_function_may_call_back_into_its_instance()
    {
        var builder = CallsHost();
        builder.Function(None, OneI32, code => code.I32(99), "inner");
        WasmCallResult inner = default;
        var imports = new WasmImports().Add("env", "host", new WasmHostFunction(new WasmSignature([], []), (instance, _) =>
        {
            inner = instance.Call("inner", [], Limits with { Fuel = 2 });
            return [];
        }));
        var outer = Run(builder, [], imports);
        inner.Values.ShouldBe([WasmValue.FromInt32(99)]);
        inner.FuelUsed.ShouldBe(2);
        outer.Error.ShouldBeNull();
        outer.FuelUsed.ShouldBe(2);
    }

    [Test]
    public void A_missing_import_is_unlinkable()
    {
        var error = InstantiationError(CallsHost())!;
        error.Code.ShouldBe(WasmErrorCodes.Unlinkable);
        error.Message.ShouldContain("env.host");
    }

    [Test]
    public void An_import_of_another_signature_is_unlinkable()
    {
        var imports = new WasmImports().Add("env", "host", new WasmHostFunction(new WasmSignature([WasmType.I32], []), (_, _) => []));
        InstantiationError(CallsHost(), imports)!.Code.ShouldBe(WasmErrorCodes.Unlinkable);
    }

    [Test]
    public void A_call_of_an_export_that_is_not_there_is_an_error_value()
    {
        var error = With(Module(None, None, _ => { }), instance => instance.Call("missing", [], Limits)).Error!;
        error.Code.ShouldBe(WasmErrorCodes.CallMismatch);
        error.Message.ShouldContain("missing");
    }

    [Test]
    public void A_call_with_other_arguments_is_an_error_value() =>
        Run(Module(OneI32, None, _ => { }), [WasmValue.FromInt64(1)]).Error!.Code.ShouldBe(WasmErrorCodes.CallMismatch);

    [Test]
    public void An_indirect_call_reaches_the_function_in_the_table()
    {
        var builder = new ModuleBuilder();
        var seven = builder.Function(None, OneI32, code => code.I32(7));
        var eight = builder.Function(None, OneI32, code => code.I32(8));
        builder.Table(Op.FuncRef, 4).Elements(1, seven, eight);
        builder.Function(OneI32, OneI32, code => code.Get(0).Emit(Op.CallIndirect).Unsigned(builder.Type(None, OneI32)).Emit(0), "run");
        Run(builder, 1).Values.ShouldBe([WasmValue.FromInt32(7)]);
        Run(builder, 2).Values.ShouldBe([WasmValue.FromInt32(8)]);
        Run(builder, 0).Error!.Code.ShouldBe(WasmErrorCodes.TrapIndirectCall);
        Run(builder, 4).Error!.Code.ShouldBe(WasmErrorCodes.TrapTable);
    }

    [Test]
    public void Instances_share_what_one_exports_and_the_other_imports()
    {
        var library = new ModuleBuilder();
        library.Memory(1, export: "shared").Data(0, 5);
        library.Global(Op.I32, mutable: true, code => code.I32(40), "counter");
        library.Function(None, OneI32, code => code.Emit(Op.GlobalGet).Unsigned(0), "count");
        var user = new ModuleBuilder();
        user.ImportMemory("lib", "shared", 1);
        var counter = user.ImportGlobal("lib", "counter", Op.I32, mutable: true);
        var count = user.ImportFunction("lib", "count", None, OneI32);
        user.Function(
            None,
            OneI32,
            code => code.Emit(Op.GlobalGet).Unsigned(counter).I32(2).Emit(Op.I32Add).Emit(Op.GlobalSet).Unsigned(counter)
                .Call(count).I32(0).Access(Op.I32Load8U).Emit(Op.I32Add),
            "run");
        var result = With(library, provider => With(user, consumer => consumer.Call("run", [], Limits), Link(provider)));
        result.Values.ShouldBe([WasmValue.FromInt32(47)]);

        static WasmImports Link(IWasmInstance provider)
        {
            var imports = new WasmImports();
            foreach (var name in (string[])["shared", "counter", "count"]) imports.Add("lib", name, provider.FindExport(name)!);
            return imports;
        }
    }

    [Test]
    public void Instances_that_are_gone_cannot_be_reached_through_those_that_are_linked_with_them()
    {
        var library = new ModuleBuilder();
        library.Memory(1, export: "shared").Data(0, 5);
        library.Function(None, OneI32, code => code.I32(0).Access(Op.I32Load8U), "peek");
        var user = new ModuleBuilder();
        user.ImportMemory("lib", "shared", 1);
        var peek = user.ImportFunction("lib", "peek", None, OneI32);
        user.Function(None, OneI32, code => code.Call(peek), "through_function");
        user.Function(None, OneI32, code => code.I32(0).Access(Op.I32Load8U), "through_memory");
        user.Function(None, OneI32, code => code.I32(1).Emit(Op.MemoryGrow, 0), "grow");
        var (function, memory, grown) = Engine.RunAsync(() =>
        {
            var provider = Compile(library).Instantiate(new WasmImports(), Limits).Value!;
            var imports = new WasmImports().Add("lib", "shared", provider.FindExport("shared")!).Add("lib", "peek", provider.FindExport("peek")!);
            using var consumer = Compile(user).Instantiate(imports, Limits).Value!;
            consumer.Call("through_function", [], Limits).Values.ShouldBe([WasmValue.FromInt32(5)]);
            provider.Dispose();
            return (consumer.Call("through_function", [], Limits).Error?.Code, consumer.Call("through_memory", [], Limits).Error?.Code, consumer.Call("grow", [], Limits).Values);
        }).GetAwaiter().GetResult();
        (function, memory).ShouldBe((WasmErrorCodes.TrapMemory, WasmErrorCodes.TrapMemory));
        grown.ShouldBe([WasmValue.FromInt32(-1)]);
    }

    [Test]
    public void Recursion_through_the_host_ends_before_the_real_stack_does()
    {
        var deepest = 0;
        WasmError? last = null;
        var imports = new WasmImports().Add("env", "host", new WasmHostFunction(new WasmSignature([], []), (instance, _) =>
        {
            deepest++;
            var error = instance.Call("run", [], Limits).Error;
            last ??= error;
            return [];
        }));
        Run(CallsHost(), [], imports).Error.ShouldBeNull();
        last!.Code.ShouldBe(WasmErrorCodes.LimitStack);
        deepest.ShouldBeGreaterThan(100);
    }

    [Test]
    public async Task Work_runs_on_a_thread_of_the_engine_and_never_on_the_pool()
    {
        var (onPool, outside) = await Engine.RunAsync(() => (Thread.CurrentThread.IsThreadPoolThread, Environment.CurrentManagedThreadId));
        onPool.ShouldBeFalse();
        outside.ShouldNotBe(Environment.CurrentManagedThreadId);
    }

    [Test]
    public void A_call_outside_of_the_engines_threads_is_a_mistake_of_the_caller() =>
        Should.Throw<InvalidOperationException>(() => Compile(Module(None, None, _ => { })).Instantiate(new WasmImports(), Limits));

    [Test]
    public void Work_that_throws_fails_its_own_task_only()
    {
        Should.Throw<FormatException>(() => Engine.RunAsync<int>(() => throw new FormatException("x")).GetAwaiter().GetResult());
        Run(Module(None, OneI32, code => code.I32(3))).Values.ShouldBe([WasmValue.FromInt32(3)]);
    }

    private static ModuleBuilder CallsHost()
    {
        var builder = new ModuleBuilder();
        var host = builder.ImportFunction("env", "host", None, None);
        builder.Function(None, None, code => code.Call(host), "run");
        return builder;
    }

    private static WasmImports Host(Action action) => new WasmImports().Add("env", "host", new WasmHostFunction(new WasmSignature([], []), (_, _) =>
    {
        action();
        return [];
    }));
}
