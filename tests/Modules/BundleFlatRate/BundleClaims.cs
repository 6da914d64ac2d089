using System.Numerics;

namespace Billing.Modules.Tests;

/// <summary>What bundles with rates of their own bill.</summary>
internal static class BundleClaims
{
    public static Claim Rates { get; } = Claim.Of(BundleCase.Any, Check);

    public static Claim InAClosedWindow { get; } = Claim.Of(BundleCase.Closed, Check);

    /// <summary>Each plan in force with a rate is billed it, for the days it covers, in place of its charges: on one line, or in fair shares that add up to it.</summary>
    private static void Check(Modules modules, BundleCase sample)
    {
        var output = modules.Run("bundle-flat-rate", sample.Document());
        var made = output.Made.ToLookup(line => line.GetProperty("dimensions").Text("assignment_id"));
        made.Select(lines => lines.Key).ShouldBe(sample.Billed.Select(plan => plan.Assignment));
        foreach (var plan in sample.Billed)
        {
            var lines = made[plan.Assignment].ToArray();
            var amount = sample.Amount(plan);
            BigInteger[] expected = sample.IsSpread && plan.Services.Length > 0 ? Exact.Split(amount, plan.Weights()) : [amount];
            lines.Select(line => (BigInteger)line.Integer("net_amount_cents")).ShouldBe(expected);
            lines.Select(line => (line.Date("service_start"), line.Date("service_end"))).Distinct().ShouldBe([BundleCase.Served(plan)]);
            lines.Select(line => line.GetProperty("metadata").Integer("replaced_cents")).ShouldAllBe(cents => cents == sample.Replaced(plan).Sum(charge => charge.Cents));
        }
    }
}
