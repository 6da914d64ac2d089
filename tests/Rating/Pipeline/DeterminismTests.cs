using System.Text.Json;
using Billing.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class DeterminismTests
{
    [Test]
    public async Task Facts_read_in_any_order_give_the_same_input_bytes_charge_set_and_ids()
    {
        using var bench = new RatingBench().Producer("fixed", FeeOfScope).Producer("hourly", FeeOfScope);
        var ordered = Enumerable.Range(0, 30).ToArray();
        var expected = (await bench.Rate(Company(ordered))).Rated!;
        expected.ChargeSet.Charges.Count.ShouldBe(30);
        Prop.ForAll(Gen.Shuffle(ordered).ToArbitrary(), shuffled =>
        {
            var outcome = bench.Rate(Company(shuffled)).GetAwaiter().GetResult().Rated!;
            return outcome.ChargeSet.InputDigest == expected.ChargeSet.InputDigest && outcome.Bytes.Span.SequenceEqual(expected.Bytes.Span);
        }).Check(Config.QuickThrowOnFailure.WithReplay(4711, 13).WithMaxTest(TestScale.Of(quick: 40, full: 1_000)));
    }

    [Test]
    public async Task Many_scopes_on_many_threads_come_out_in_scope_order()
    {
        using var bench = new RatingBench().Producer("fixed", FeeOfScope).Producer("hourly", FeeOfScope);
        var outcome = await bench.Rate(Company([.. Enumerable.Range(0, 200).Reverse()]));
        outcome.Rated!.ChargeSet.Charges.Select(charge => charge.SourceScope).ShouldBe(Enumerable.Range(0, 200).Select(number => $"assignment-{number:000}"));
        outcome.Executions.Select(execution => execution.Sequence).ShouldBe(Enumerable.Range(0, 200));
        bench.Fake.Instances.ShouldBeLessThan(200, "instances are used again");
    }

    [Test]
    public async Task A_charge_keeps_its_id_under_another_version_of_its_module()
    {
        using var first = new RatingBench();
        first.Publish(RatingBench.Manifest("mod.fixed", ModuleType.Producer, "1.0.0"), FeeOfScope);
        first.Bind("mod.fixed", new BindingSelector("tenant", null));
        using var second = new RatingBench();
        second.Publish(RatingBench.Manifest("mod.fixed", ModuleType.Producer, "1.0.0"), FeeOfScope);
        second.Publish(RatingBench.Manifest("mod.fixed", ModuleType.Producer, "1.3.0"), FeeOfScope);
        second.Publish(RatingBench.Manifest("mod.fixed", ModuleType.Producer, "2.0.0"), _ => throw new InvalidOperationException("out of range"));
        second.Bind("mod.fixed", new BindingSelector("tenant", null));
        var before = (await first.Rated(Company([1]))).Charges.Single();
        var after = (await second.Rated(Company([1]))).Charges.Single();
        after.ChargeId.ShouldBe(before.ChargeId);
        (before.SourceModule, after.SourceModule).ShouldBe(("mod.fixed@1.0.0", "mod.fixed@1.3.0"));
    }

    private static string FeeOfScope(string input)
    {
        using var document = JsonDocument.Parse(input);
        return RatingBench.Charges(RatingBench.Line("fee", document.RootElement.GetProperty("scope").GetProperty("plan_id").GetString()!.Length));
    }

    private static InputBuilder Company(int[] numbers)
    {
        var input = new InputBuilder();
        foreach (var number in numbers)
        {
            input.Assignment($"assignment-{number:000}", $"plan-{number % 7}", number % 2 == 0 ? "fixed" : "hourly");
            if (number < 7)
                input.Plan($"plan-{number}");
        }

        return input;
    }
}
