using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Billing.Benchmarks;

/// <summary>
/// The module in our engine, the same module in Node's V8 and the same work in plain C#, in turns within one run: what else the machine does meets all three alike, so the ratios hold where single figures do not.
/// </summary>
public static class Comparison
{
    private const int WarmUp = 10;
    private const int Rounds = 30;

    public static async Task RunAsync(string moduleFile)
    {
        var module = await File.ReadAllBytesAsync(moduleFile).ConfigureAwait(false);
        using var work = new FixedFeeRuns(module);
        var document = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(document, FixedFeeWork.Input).ConfigureAwait(false);
            using var v8 = Node(moduleFile, document);
            var digest = await v8.StandardOutput.ReadLineAsync().ConfigureAwait(false);
            if (digest != Convert.ToHexStringLower(SHA256.HashData(work.Answer)))
                throw new InvalidOperationException($"V8 answers {digest}, our engine something else.");

            var (ours, plain, theirs) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = -WarmUp; round < Rounds; round++)
            {
                var (a, b, c) = (Timed(work.Module), Timed(FixedFeeRuns.PlainCSharp), await RoundOfAsync(v8).ConfigureAwait(false));
                if (round < 0)
                    continue;
                ours.Add(a);
                plain.Add(b);
                theirs.Add(c);
            }

            Report(ours, plain, theirs, work, module.Length);
            v8.StandardInput.Close();
            await v8.WaitForExitAsync().ConfigureAwait(false);
        }
        finally
        {
            File.Delete(document);
        }
    }

    private static void Report(List<double> ours, List<double> plain, List<double> theirs, FixedFeeRuns work, int size)
    {
        Write($"{"µs a call",-14}{"median",10}{"minimum",10}{"charges a second",18}");
        foreach (var (name, times) in new[] { ("our engine", ours), ("V8", theirs), ("plain C#", plain) })
            Write($"{name,-14}{Median(times),10:F1}{times.Min(),10:F1}{FixedFeeWork.Services * 1e6 / Median(times),18:N0}");
        Write($"ours to V8    {Median(ours) / Median(theirs),10:F2}{ours.Min() / theirs.Min(),10:F2}");
        Write($"ours to plain {Median(ours) / Median(plain),10:F2}{ours.Min() / plain.Min(),10:F2}");
        Write($"fuel {work.Fuel:N0} a call, {work.Fuel / FixedFeeWork.Services:N0} a charge; module {size:N0} bytes; out {work.Answer.Length:N0} bytes");
    }

    private static Process Node(string moduleFile, string document)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { Path.Combine(FixedFeeWork.Root, "tests", "Benchmarks", "v8.mjs"), moduleFile, document, FixedFeeRuns.Calls.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("Node does not start.");
    }

    private static async Task<double> RoundOfAsync(Process node)
    {
        await node.StandardInput.WriteLineAsync().ConfigureAwait(false);
        await node.StandardInput.FlushAsync().ConfigureAwait(false);
        var answer = await node.StandardOutput.ReadLineAsync().ConfigureAwait(false) ?? throw new InvalidOperationException("Node ended.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>Microseconds a call.</summary>
    private static double Timed(Func<int> round)
    {
        var begin = Stopwatch.GetTimestamp();
        round();
        return Stopwatch.GetElapsedTime(begin).TotalMicroseconds / FixedFeeRuns.Calls;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
