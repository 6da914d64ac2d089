using System.Globalization;

namespace Billing.Benchmarks.Ratios;

/// <summary>
/// <c>ratios [NAME…]</c>: our engine with and without fuel, V8 and plain C# take turns at the same work, so that what disturbs the machine disturbs all of them.
/// Of each the fastest round counts. Needs Node and WABT.
/// </summary>
internal static class RatioCommand
{
    private const int Rounds = 15;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(600);

    public static void Run(string[] names)
    {
        var folder = Directory.CreateTempSubdirectory("billing-ratios-").FullName;
        try
        {
            Console.WriteLine("| work | plain C# | V8 | engine | without fuel | engine / V8 | engine / plain C# | fuel costs |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (var work in Work.All(folder))
            {
                if (names.Length == 0 || names.Contains(work.Name, StringComparer.Ordinal))
                    Compare(work, folder);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(Work work, string folder)
    {
        IContender[] contenders = [new PlainContender(work), new V8Contender(work, folder), new EngineContender(work, metered: true), new EngineContender(work, metered: false)];
        try
        {
            var times = Array.ConvertAll(contenders, Settle);
            RequireOneAnswer(work, contenders);
            var best = new double[contenders.Length];
            Array.Fill(best, double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                for (var i = 0; i < contenders.Length; i++)
                    best[i] = Math.Min(best[i], contenders[i].Run(times[i]).Time.TotalMicroseconds / times[i]);
            }

            var (plain, v8, engine, unmetered) = (best[0], best[1], best[2], best[3]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {work.Name} | {plain:0.0} µs | {v8:0.0} µs | {engine:0.0} µs | {unmetered:0.0} µs | {engine / v8:0.00} | {engine / plain:0.00} | {(engine / unmetered) - 1:0.0 %} |"));
        }
        finally
        {
            foreach (var contender in contenders)
                contender.Dispose();
        }
    }

    // Lets the compilers finish, and finds how often the work fits into a round.
    private static int Settle(IContender contender)
    {
        var spent = TimeSpan.Zero;
        var times = 1;
        while (true)
        {
            var time = contender.Run(times).Time;
            spent += time;
            if (time < RoundTime) times *= 2;
            else if (spent > WarmUp) return Math.Max(1, (int)(times * (RoundTime / time)));
        }
    }

    private static void RequireOneAnswer(Work work, IContender[] contenders)
    {
        var answers = Array.ConvertAll(contenders, contender => contender.Run(1).Answer);
        for (var i = 1; i < answers.Length; i++)
        {
            if (answers[i] != answers[work.Arguments is null ? 1 : 0])
                throw new InvalidOperationException($"{work.Name}: {contenders[i].Name} gives {answers[i]}, {contenders[0].Name} {answers[0]}.");
        }
    }
}
