using Billing.Contracts;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class PolicyResolverTests
{
    private static readonly PolicyCatalog Catalog = new(
        "1.0.0",
        [
            new Policy("rounding", "", "tax", "up", [new("up", "", []), new("down", "", []), new("even", "", [])]),
            new Policy("routing", "", "rating", "single", [new("single", "", []), new("copy", "", [])]),
        ],
        [new PolicyProfile("standard", "", Set()), new PolicyProfile("legacy", "", Set(("routing", "copy"), ("rounding", "down")))],
        []);

    private readonly PolicyResolver _resolver = new(Catalog);

    [Test]
    public void Later_sources_win_system_profile_tenant_program_binding()
    {
        _resolver.Resolve(null, null, null).ShouldBe(Set(("rounding", "up"), ("routing", "single")), ignoreOrder: true);
        _resolver.Resolve("legacy", null, null)["rounding"].ShouldBe("down");
        _resolver.Resolve("legacy", Set(("rounding", "even")), null)["rounding"].ShouldBe("even");
        var resolved = _resolver.Resolve("legacy", Set(("rounding", "even")), Set(("rounding", "up")));
        resolved["rounding"].ShouldBe("up");
        resolved["routing"].ShouldBe("copy");
        _resolver.WithBinding(resolved, "binding-1", Set(("rounding", "down")))["rounding"].ShouldBe("down");
        resolved["rounding"].ShouldBe("up");
    }

    [Test]
    public void A_policy_nobody_knows_is_refused_and_the_known_ones_are_named()
    {
        var error = Should.Throw<BillingException>(() => _resolver.Resolve(null, Set(("roundin", "up")), null)).Error;
        error.Code.ShouldBe("policy.unknown");
        error.Message.ShouldContain("roundin");
        error.WayOut!.ShouldContain("rounding, routing");
    }

    [Test]
    public void A_value_nobody_knows_is_refused_and_the_known_ones_are_named()
    {
        var error = Should.Throw<BillingException>(() => _resolver.Resolve(null, null, Set(("rounding", "sideways")))).Error;
        error.Code.ShouldBe("policy.unknown");
        error.Message.ShouldBe("Policy rounding has no value 'sideways', which the program sets.");
        error.WayOut.ShouldBe("Choose one of up, down, even.");
    }

    [Test]
    public void A_profile_nobody_knows_is_refused() =>
        Should.Throw<BillingException>(() => _resolver.Resolve("modern", null, null)).Error.Code.ShouldBe("policy.profile_unknown");

    [Test]
    public void The_shipped_profiles_name_known_policies_and_values()
    {
        var resolver = new PolicyResolver(Catalogs.Policies);
        foreach (var profile in Catalogs.Policies.Profiles)
            resolver.Resolve(profile.Name, null, null).Count.ShouldBe(Catalogs.Policies.Policies.Count);
    }

    private static Dictionary<string, string> Set(params (string Name, string Value)[] policies) => policies.ToDictionary(policy => policy.Name, policy => policy.Value);
}
