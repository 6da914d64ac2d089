using Billing.Contracts;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class BindingIndexTests
{
    private static readonly BindingTarget Target = new("assignment-1", "plan-1", "fixed", "bundle-1");

    [Test]
    public void The_most_specific_selector_wins_whatever_the_priorities()
    {
        PinnedBinding[] bindings = [Bound("t", "tenant", null, 9), Bound("y", "plan_type", "fixed", 9), Bound("b", "bundle_id", "bundle-1", 9), Bound("p", "plan_id", "plan-1", 0)];
        for (var left = bindings.Length; left > 0; left--)
            new BindingIndex(bindings.Take(left)).Resolve(Target).BindingId.ShouldBe(bindings[left - 1].BindingId);
    }

    [Test]
    public void Among_equally_specific_ones_the_highest_priority_wins() =>
        new BindingIndex([Bound("a", "plan_type", "fixed", 1), Bound("b", "plan_type", "fixed", 3), Bound("c", "plan_type", "fixed", 2)]).Resolve(Target).BindingId.ShouldBe("b");

    [Test]
    public void A_tie_is_ambiguous_and_names_both()
    {
        var error = Should.Throw<BillingException>(() => new BindingIndex([Bound("b", "plan_type", "fixed", 1), Bound("a", "plan_type", "fixed", 1)]).Resolve(Target)).Error;
        error.Code.ShouldBe("binding.ambiguous");
        error.Message.ShouldContain("a and b");
    }

    [Test]
    public void A_tie_below_the_winner_does_not_matter() =>
        new BindingIndex([Bound("a", "plan_type", "fixed", 1), Bound("b", "plan_type", "fixed", 1), Bound("c", "plan_type", "fixed", 2)]).Resolve(Target).BindingId.ShouldBe("c");

    [Test]
    public void A_scope_nothing_is_bound_to_is_named()
    {
        var error = Should.Throw<BillingException>(() => new BindingIndex([Bound("a", "plan_type", "hourly", 1)]).Resolve(Target)).Error;
        error.Code.ShouldBe("binding.none");
        error.Message.ShouldBe("No module is bound to assignment assignment-1 (plan plan-1; plan type fixed).");
        error.Subject.ShouldBe("assignment-1");
    }

    [Test]
    public void A_bundle_binding_does_not_serve_an_assignment_outside_bundles() =>
        Should.Throw<BillingException>(() => new BindingIndex([Bound("a", "bundle_id", "bundle-1", 1)]).Resolve(Target with { BundleId = null })).Error.Code.ShouldBe("binding.none");

    [TestCase("company", "x")]
    [TestCase("plan_id", null)]
    [TestCase("plan_type", "")]
    [TestCase("tenant", "tenant-1")]
    public void A_malformed_selector_is_refused(string kind, string? value) =>
        Should.Throw<BillingException>(() => new BindingIndex([Bound("a", kind, value, 0)])).Error.Code.ShouldBe("program.invalid");

    [Test]
    public void A_binding_that_would_tie_is_refused_when_it_is_made()
    {
        var none = new Dictionary<string, string>();
        var first = new Binding("first", new BindingSelector("plan_type", "fixed"), "mod.a", "^1.0", 5, none);
        BindingSelectors.CheckTie(first with { ModuleId = "mod.b" }, [first]);
        BindingSelectors.CheckTie(first with { BindingId = "second", Priority = 6 }, [first]);
        Should.Throw<BillingException>(() => BindingSelectors.CheckTie(first with { BindingId = "second" }, [first])).Error.Code.ShouldBe("binding.ambiguous");
    }

    private static PinnedBinding Bound(string id, string kind, string? value, int priority) =>
        new(id, new BindingSelector(kind, value), priority, new ModuleRef("mod.x", "1.0.0", "00"), new Dictionary<string, string>());
}
