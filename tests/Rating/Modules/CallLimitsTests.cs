using Billing.Contracts;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class CallLimitsTests
{
    [Test]
    public void Limits_grow_with_the_events_and_charges_that_go_in()
    {
        var limits = new CallLimits(CallLimits.Default, null);
        limits.Of(0).Fuel.ShouldBe(100_000_000);
        limits.Of(30_000).Fuel.ShouldBe(700_000_000);
        limits.InputBytes(1_000).ShouldBe((8L << 20) + 1_024_000);
        limits.OutputBytes(0).ShouldBe(8L << 20);
        limits.Of(0).MemoryBytes.ShouldBe(64L << 20);
        limits.Of(1_000_000).MemoryBytes.ShouldBe(512L << 20);
        (limits.Of(0).StackFrames, limits.Of(0).StackBytes, limits.Of(0).WallClock).ShouldBe((1_000, 1 << 20, TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void A_manifest_may_ask_for_less_and_never_for_more()
    {
        var limits = new CallLimits(new ModuleLimits(Fuel: 1_000), new ModuleLimits(Fuel: 5_000, FuelPerItem: 3, InputBytes: 10, WallClockMilliseconds: 50));
        limits.Of(2).Fuel.ShouldBe(1_006);
        limits.InputBytes(0).ShouldBe(10);
        limits.Of(0).WallClock.ShouldBe(TimeSpan.FromMilliseconds(50));
    }

    [Test]
    public async Task An_input_over_its_limit_is_refused_before_the_call()
    {
        using var bench = new RatingBench();
        bench.Publish(RatingBench.Manifest("mod.fixed", ModuleType.Producer) with { Limits = new ModuleLimits(InputBytes: 100) }, _ => RatingBench.Charges());
        bench.Bind("mod.fixed", new BindingSelector("tenant", null));
        var error = await bench.Failed(new InputBuilder().Assignment("a"));
        error.Code.ShouldBe("limit.input");
        error.Message.ShouldContain("and 100 are allowed");
    }

    [Test]
    public async Task A_pipeline_of_another_engine_is_not_rated_here()
    {
        using var bench = new RatingBench().Producer("fixed", _ => RatingBench.Charges());
        using var rater = new CompanyRater(bench.Fake, bench);
        var error = (await Should.ThrowAsync<BillingException>(() => rater.PrepareAsync("tenant-1", bench.Pipeline() with { EngineVersion = "cil/9" }))).Error;
        error.Code.ShouldBe("document.invalid");
        error.Message.ShouldContain("cil/9");
    }

    [Test]
    public async Task Module_bytes_that_are_not_there_are_named()
    {
        using var bench = new RatingBench().Producer("fixed", _ => RatingBench.Charges());
        using var elsewhere = new RatingBench();
        using var rater = new CompanyRater(bench.Fake, elsewhere);
        (await Should.ThrowAsync<BillingException>(() => rater.PrepareAsync("tenant-1", bench.Pipeline()))).Error.ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("module.unknown"), error => error.Message.ShouldContain("mod.fixed@1.0.0"));
    }
}
