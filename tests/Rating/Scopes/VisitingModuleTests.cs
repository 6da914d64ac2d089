using Billing.Contracts;

namespace Billing.Rating.Tests;

/// <summary>Modules that rate under an assignment beside its own.</summary>
[Parallelizable]
public sealed class VisitingModuleTests
{
    [Test]
    public async Task Fixed_services_in_a_plan_of_another_kind_are_rated_by_the_module_of_fixed_plans()
    {
        using var bench = Bench();
        var set = await bench.Rated(new InputBuilder()
            .Assignment("h1", "plan-h1", "hourly").Assignment("h2", "plan-h2", "hourly").Assignment("f", "plan-f")
            .Fact("PlanServiceConfigPack", Config("k1", "plan-h1", "hourly")).Fact("PlanServiceConfigPack", Config("k2", "plan-h2", "fixed")).Fact("PlanServiceConfigPack", Config("k3", "plan-f", "fixed")));
        set.Charges.Select(charge => $"{charge.SourceScope} {charge.LineKey}").ShouldBe(["f fee", "h1 hours", "h2 hours", "h2 fee"]);
        set.Charges[3].Dimensions!["plan_type"].ShouldBe("hourly");
        set.Charges.Select(charge => charge.ChargeId).ShouldBeUnique();
    }

    [Test]
    public async Task Nothing_visits_where_no_module_is_bound_to_fixed_plans()
    {
        using var bench = new RatingBench().Producer("hourly", _ => RatingBench.Charges(RatingBench.Line("hours")));
        var set = await bench.Rated(new InputBuilder().Assignment("h1", "plan-h1", "hourly").Fact("PlanServiceConfigPack", Config("k1", "plan-h1", "fixed")));
        set.Charges.ShouldHaveSingleItem().LineKey.ShouldBe("hours");
    }

    [Test]
    public async Task A_plan_of_another_kind_that_is_bound_to_the_module_of_fixed_plans_is_rated_once()
    {
        using var bench = Bench().Bind("mod.fixed", new BindingSelector("plan_type", "seats"));
        var set = await bench.Rated(new InputBuilder().Assignment("s", "plan-s", "seats").Fact("PlanServiceConfigPack", Config("k1", "plan-s", "fixed")));
        set.Charges.ShouldHaveSingleItem().LineKey.ShouldBe("fee");
    }

    private static RatingBench Bench() => new RatingBench()
        .Producer("hourly", _ => RatingBench.Charges(RatingBench.Line("hours")))
        .Producer("fixed", _ => RatingBench.Charges(RatingBench.Line("fee")));

    private static string Config(string id, string planId, string type) =>
        $$"""{"config_id":"{{id}}","plan_id":"{{planId}}","service_id":"s1","configuration_type":"{{type}}","quantity":"1","custom_rate_cents":null}""";
}
