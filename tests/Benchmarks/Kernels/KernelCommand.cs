using System.Globalization;

namespace Billing.Benchmarks.Kernels;

/// <summary>
/// <c>kernels [NAME…]</c>: our engine with and without fuel, V8 and plain C# take turns at the same work, so that what disturbs the machine disturbs all of them.
/// Of each the fastest round counts. Needs Node and WABT.
/// </summary>
internal static class KernelCommand
{
    private const int Rounds = 15;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(600);

    public static void Run(string[] names)
    {
        var folder = Directory.CreateTempSubdirectory("billing-kernels-").FullName;
        try
        {
            Console.WriteLine("| work | engine | without fuel | fuel costs | V8 | plain C# | engine to V8 | engine to plain C# |");
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
        List<IContender> contenders = [new EngineContender(work, metered: true), new EngineContender(work, metered: false)];
        if (work.Kernel is { } kernel)
            contenders.AddRange([new V8Contender(work, kernel, folder), new PlainContender(kernel)]);
        try
        {
            var times = contenders.ConvertAll(Settle);
            RequireOneAnswer(work, contenders);
            var best = contenders.ConvertAll(_ => double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                for (var i = 0; i < contenders.Count; i++)
                    best[i] = Math.Min(best[i], contenders[i].Run(times[i]).Time.TotalMicroseconds / times[i]);
            }

            Report(work, best);
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

    private static void RequireOneAnswer(Work work, List<IContender> contenders)
    {
        var answers = contenders.ConvertAll(contender => contender.Run(1).Answer);
        for (var i = 1; i < answers.Count; i++)
        {
            if (answers[i] != answers[0])
                throw new InvalidOperationException($"{work.Name}: {contenders[i].Name} gives {answers[i]}, {contenders[0].Name} {answers[0]}.");
        }
    }

    private static void Report(Work work, List<double> best)
    {
        var (engine, unmetered) = (best[0], best[1]);
        var others = best is [_, _, var v8, var plain] ? Text($"{v8:0.0} µs | {plain:0.0} µs | {engine / v8:0.00} | {engine / plain:0.00}") : "see compare | | |";
        Console.WriteLine(Text($"| {work.Name} | {engine:0.0} µs | {unmetered:0.0} µs | {(engine / unmetered) - 1:0.0 %} | {others} |"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
