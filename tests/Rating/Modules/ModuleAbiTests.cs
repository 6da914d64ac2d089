using Billing.Contracts;
using Billing.Sandbox.Engine;

namespace Billing.Rating.Tests;

/// <summary>Real WebAssembly in the real engine.</summary>
[Parallelizable]
public sealed class ModuleAbiTests
{
    private static readonly InputBuilder Input = new InputBuilder().Assignment("assignment-1");

    [Test]
    public async Task A_module_is_given_its_input_and_its_output_becomes_charges()
    {
        var outcome = await Rate(WasmFile.Returning(RatingBench.Charges(RatingBench.Line("service-1", 1999))));
        outcome.Error.ShouldBeNull();
        outcome.Rated!.ChargeSet.Charges.ShouldHaveSingleItem().NetAmountCents.ShouldBe(1999);
        var execution = outcome.Executions.ShouldHaveSingleItem();
        execution.Outcome.ShouldBe("ok");
        execution.Fuel.ShouldBeGreaterThan(0);
        execution.PeakMemoryBytes.ShouldBe(65536);
    }

    [Test]
    public async Task Every_call_sees_the_image_afresh()
    {
        var module = WasmFile.Counting("""{"charges":[],"warnings":[{"code":"calls","message":" """.TrimEnd(), "\"}]}");
        using var bench = Bench(module);
        var input = new InputBuilder();
        for (var i = 0; i < 40; i++)
            input.Assignment($"assignment-{i}");
        var set = await bench.Rated(input);
        set.Warnings.Count.ShouldBe(40);
        set.Warnings.ShouldAllBe(warning => warning.Message == "1");
    }

    [Test]
    public async Task A_trap_names_the_module_and_the_scope_and_is_final()
    {
        var outcome = await Rate(WasmFile.Trapping());
        outcome.Error!.Code.ShouldBe("trap.unreachable");
        outcome.Error.Message.ShouldStartWith("In assignment assignment-1 (plan Plan, plan-1): mod.fixed@1.0.0 failed:");
        outcome.Error.Subject.ShouldBe("assignment-1");
        outcome.IsFinal.ShouldBeTrue();
        outcome.Executions.ShouldHaveSingleItem().Outcome.ShouldBe("trap.unreachable");
    }

    [Test]
    public async Task A_module_that_fails_for_one_company_serves_the_next()
    {
        using var bench = Bench(WasmFile.Trapping());
        (await bench.Failed(Input)).Code.ShouldBe("trap.unreachable");
        (await bench.Failed(Input)).Code.ShouldBe("trap.unreachable");
    }

    [Test]
    public async Task A_loop_without_end_runs_out_of_fuel()
    {
        var outcome = await Rate(WasmFile.Spinning());
        outcome.Error!.Code.ShouldBe("limit.fuel");
        outcome.IsFinal.ShouldBeTrue();
        outcome.Executions[0].Fuel.ShouldBeGreaterThan(1_000_000);
    }

    [Test]
    public async Task An_abort_carries_the_modules_message_and_place() =>
        (await Failed(WasmFile.Aborting("Index out of range"))).ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("module.abort"),
            error => error.Message.ShouldContain("Index out of range"),
            error => error.Message.ShouldContain(":3:4"));

    [TestCase(1 << 20, 10)]
    [TestCase(65530, 10)]
    [TestCase(-1, 1)]
    public async Task A_result_outside_memory_is_refused(int address, int length)
    {
        var error = await Failed(WasmFile.Pointing(address, length));
        error.Code.ShouldBe("module.output_invalid");
        error.Message.ShouldContain("outside its memory");
    }

    [Test]
    public async Task A_result_longer_than_allowed_is_refused_before_it_is_read() =>
        (await Failed(WasmFile.Pointing(0, int.MaxValue))).Code.ShouldBe("limit.output");

    [Test]
    public async Task A_result_that_is_not_UTF8_is_refused() => (await Failed(WasmFile.Bytes([(byte)'"', 0xC3, (byte)'"']))).Message.ShouldContain("not UTF-8");

    [Test]
    public async Task A_module_of_another_ABI_is_refused() => (await Failed(WasmFile.SpeakingAbi(2))).ShouldSatisfyAllConditions(
        error => error.Code.ShouldBe("module.unsupported"),
        error => error.Message.ShouldContain("ABI 2"));

    [TestCase("wasi_snapshot_preview1", "fd_write")]
    [TestCase("env", "seed")]
    public async Task An_import_other_than_abort_is_refused(string module, string name)
    {
        var error = await Failed(WasmFile.Importing(module, name));
        error.Code.ShouldBe("module.import_refused");
        error.Message.ShouldContain($"{module}.{name}");
    }

    [TestCase("memory")]
    [TestCase("billing_abi")]
    [TestCase("alloc")]
    [TestCase("run")]
    public async Task A_missing_export_is_named(string export)
    {
        var error = await Failed(WasmFile.Without(export));
        error.Code.ShouldBe("module.export_missing");
        error.Message.ShouldContain(export);
    }

    [Test]
    public async Task Bytes_that_are_no_module_fail_the_companies_that_need_it() => (await Failed([1, 2, 3, 4])).Code.ShouldBe("module.invalid");

    private static RatingBench Bench(byte[] module)
    {
        var bench = new RatingBench(new CilWasmEngine());
        bench.Publish(RatingBench.Manifest("mod.fixed", ModuleType.Producer), module);
        return bench.Bind("mod.fixed", new BindingSelector("plan_type", "fixed"));
    }

    private static async Task<RatingOutcome> Rate(byte[] module)
    {
        using var bench = Bench(module);
        return await bench.Rate(Input);
    }

    private static async Task<BillingError> Failed(byte[] module)
    {
        using var bench = Bench(module);
        return await bench.Failed(Input);
    }
}
