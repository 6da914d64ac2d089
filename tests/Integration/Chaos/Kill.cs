namespace Billing.Integration.Tests.Chaos;

/// <summary>One process to be killed, once a run has come so far.</summary>
/// <param name="Progress">Share of the run's companies that are settled, from 0 to 1.</param>
public sealed record Kill(string Service, double Progress)
{
    private static readonly string[] Services = ["planner", "executor", "invoice"];

    /// <summary>
    /// Rounds spread over a run, in each of which every service dies once, in an order and at moments that the seed decides. The same seed gives the same kills.
    /// </summary>
    public static IReadOnlyList<Kill> Plan(int seed, int rounds)
    {
        var random = new Random(seed);
        var services = Enumerable.Range(0, rounds).SelectMany(_ =>
        {
            var round = Services.ToArray();
            random.Shuffle(round);
            return round;
        });
        var moments = Enumerable.Range(0, rounds * Services.Length).Select(_ => random.NextDouble() * 0.75).Order(); // early enough to hit the run, not its end
        return [.. services.Zip(moments, (service, moment) => new Kill(service, moment))];
    }
}
