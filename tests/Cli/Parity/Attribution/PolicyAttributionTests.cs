using Billing.Cli.Parity.Attribution;

namespace Billing.Cli.Tests.Parity.Attribution;

public sealed class PolicyAttributionTests
{
    private static readonly PolicyChange[] Changes = [.. "abcdefgh".Select(name => new PolicyChange(name.ToString(), "old", "new", "rating", []))];

    [Test]
    public async Task Answers_that_are_equal_need_no_explanation() => (await ExplainAsync(_ => "same")).ShouldBeNull();

    [Test]
    public async Task One_policy_that_suffices_is_the_explanation()
    {
        var explanation = await ExplainAsync(on => on.Contains('d') ? "new" : "old");

        Names(explanation!.Policies).ShouldBe("d");
        explanation.Alternatives.ShouldBeEmpty();
    }

    [Test]
    public async Task Other_policies_that_would_suffice_as_well_are_alternatives()
    {
        var explanation = await ExplainAsync(on => on.Contains('c') || on.Contains('g') ? "new" : "old");

        Names(explanation!.Policies).ShouldBe("c");
        Names(explanation.Alternatives).ShouldBe("g");
    }

    [Test]
    public async Task Several_policies_that_only_suffice_together_are_all_named()
    {
        var explanation = await ExplainAsync(on => $"{on.Contains('a')} {on.Contains('e')} {on.Contains('h')}");

        Names(explanation!.Policies).ShouldBe("aeh");
    }

    [Test]
    public async Task A_policy_that_matters_only_beside_another_is_kept_and_one_that_does_not_matter_is_not()
    {
        // b alone changes nothing; without it a change of f comes out differently.
        var explanation = await ExplainAsync(on => on.Contains('f') ? on.Contains('b') ? "both" : "one" : "none");

        Names(explanation!.Policies).ShouldBe("bf");
    }

    [Test]
    public async Task A_set_from_which_none_can_be_left_out_is_found_whatever_the_policies_do_together()
    {
        var random = new Random(17);
        for (var round = 0; round < 200; round++)
        {
            // Every pair of policies may do something of its own.
            var effects = Enumerable.Range(0, 12).Select(_ => (First: Letter(random), Second: Letter(random))).ToArray();
            string Answer(string on) => string.Concat(effects.Select(effect => on.Contains(effect.First) && on.Contains(effect.Second) ? '1' : '0'));
            var target = Answer("abcdefgh");

            var explanation = await ExplainAsync(Answer);

            if (explanation is null)
                continue;
            var kept = Names(explanation.Policies);
            Answer(kept).ShouldBe(target);
            foreach (var name in kept)
                Answer(kept.Replace(name.ToString(), "", StringComparison.Ordinal)).ShouldNotBe(target, $"{kept} without {name}");
        }
    }

    [Test]
    public async Task A_difference_that_no_policies_make_is_not_explained()
    {
        var explanation = await PolicyAttribution.ExplainAsync(Changes, (_, _) => Task.FromResult("old"), "of another world", CancellationToken.None);

        explanation!.IsFull.ShouldBeFalse();
    }

    private static Task<Explanation?> ExplainAsync(Func<string, string> answer) => PolicyAttribution
        .ExplainAsync(Changes, (changed, _) => Task.FromResult(answer(Names(changed))), answer(Names(Changes)), CancellationToken.None);

    private static string Names(IEnumerable<PolicyChange> changes) => string.Concat(changes.Select(change => change.Name));

    private static char Letter(Random random) => "abcdefgh"[random.Next(8)];
}
