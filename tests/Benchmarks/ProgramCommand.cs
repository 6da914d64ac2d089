using System.Diagnostics;
using System.Globalization;
using Billing.Benchmarks.Plain;
using Billing.Cli.Golden;
using Billing.Cli.Parity;
using Billing.Contracts;
using Billing.Rating;
using Billing.Sandbox.Engine;

namespace Billing.Benchmarks;

/// <summary>
/// Golden companies through the whole default program, one after the other on one thread: final charges a second, what was allocated and collected meanwhile, and per module its calls, the time in them and the
/// fuel; and in turns with it fixed and metered lines of the same companies in plain C#. Reading and loading the companies is not timed. A round lets go of its companies in batches, as a worker does.
/// </summary>
public static class ProgramCommand
{
    private const int WarmUp = 10;
    private const int Rounds = 31;
    private const int Batch = 50;

    /// <param name="files">Golden files; scenarios that fail are left out and counted.</param>
    public static async Task RunAsync(string[] files)
    {
        var modules = FirstPartyModules.Load();
        using var engine = new CilWasmEngine();
        using var rater = new CompanyRater(engine, modules.Modules);
        var resolved = new PipelineResolver(Catalogs.Policies).Resolve(
            modules.Program.Program, modules.Program.Bindings, modules.Modules.Versions, "standard", new Dictionary<string, string>(StringComparer.Ordinal));
        var pipeline = await rater.PrepareAsync("golden", PipelineBuilder.Build(resolved, engine.Version, "golden")).ConfigureAwait(false);

        var (companies, failed) = await LoadAsync(files, rater, pipeline).ConfigureAwait(false);
        var plain = await engine.RunAsync(() => PlainProgram.Of(companies.Select(company => (company, rater.RateAsync(pipeline, company).GetAwaiter().GetResult().Rated!.ChargeSet)))).ConfigureAwait(false);
        var (rounds, plainMicroseconds) = (new List<Round>(), new List<double>());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var rated = await engine.RunAsync(() => Rate(rater, pipeline, companies)).ConfigureAwait(false);
            var microseconds = await engine.RunAsync(() => MicrosecondsACharge(plain)).ConfigureAwait(false);
            if (round < 0)
                continue;
            rounds.Add(rated);
            plainMicroseconds.Add(microseconds);
        }

        Report(rounds, failed);
        ReportPlain(rounds, plain, plainMicroseconds);
    }

    /// <summary>On a thread of the engine, where a company's work stays on the thread that asks for it.</summary>
    private static Round Rate(CompanyRater rater, PreparedPipeline pipeline, List<InputDocument> companies)
    {
        var (charges, executions) = (0, new List<Execution>());
        var (allocated, collections) = (GC.GetAllocatedBytesForCurrentThread(), Collections());
        var begin = Stopwatch.GetTimestamp();
        foreach (var batch in companies.Chunk(Batch))
        {
            foreach (var outcome in batch.Select(company => rater.RateAsync(pipeline, company).GetAwaiter().GetResult()).ToList())
            {
                charges += outcome.Rated!.ChargeSet.Charges.Count;
                executions.AddRange(outcome.Executions);
            }
        }

        var time = Stopwatch.GetElapsedTime(begin);
        return new Round(time, companies.Count, charges, executions, GC.GetAllocatedBytesForCurrentThread() - allocated, [.. Collections().Zip(collections, (after, before) => after - before)]);
    }

    private static double MicrosecondsACharge(PlainProgram plain)
    {
        var begin = Stopwatch.GetTimestamp();
        var charges = plain.Round();
        return Stopwatch.GetElapsedTime(begin).TotalMicroseconds / Math.Max(1, charges);
    }

    private static int[] Collections() => [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation => GC.CollectionCount(generation))];

    private static async Task<(List<InputDocument> Companies, int Failed)> LoadAsync(string[] files, CompanyRater rater, PreparedPipeline pipeline)
    {
        var inputs = new InputDocumentWriter(Catalogs.Facts);
        var companies = new List<InputDocument>();
        var failed = 0;
        foreach (var scenario in files.SelectMany(GoldenFile.Read).Select(line => line.Scenario).OfType<GoldenScenario>())
        {
            try
            {
                var company = inputs.Write(GoldenInput.Of(scenario, Catalogs.Facts, pipeline.Document.Policies[TaxDates.Policy]));
                if ((await rater.RateAsync(pipeline, company).ConfigureAwait(false)).Rated is null)
                    failed++;
                else
                    companies.Add(company);
            }
            catch (BillingException)
            {
                failed++;
            }
        }

        return (companies, failed);
    }

    private static void Report(List<Round> rounds, int failed)
    {
        var middle = rounds.OrderBy(round => round.Time).ElementAt(rounds.Count / 2);
        var fastest = rounds.MinBy(round => round.Time)!;
        Write($"{middle.Companies:N0} companies ({failed:N0} more fail), {middle.Charges:N0} final charges in {middle.Time.TotalMilliseconds:F1} ms: {middle.ChargesASecond:N0} charges a second; fastest of {rounds.Count} rounds {fastest.ChargesASecond:N0}");
        Write($"allocated {middle.Allocated / middle.Companies / 1024.0:N1} KiB a company; collections in all rounds {string.Join(", ", Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation => rounds.Sum(round => round.Collections[generation])))} of generations 0 to {GC.MaxGeneration}");
        Write($"{"module",-28}{"calls",8}{"skipped",8}{"ms",9}{"fuel a call",13}{"fuel a charge",14}{"KiB in",9}{"KiB out",9}");
        foreach (var calls in middle.Executions.GroupBy(call => call.ModuleId).OrderBy(calls => calls.Key, StringComparer.Ordinal))
            ReportModule(calls.Key, [.. calls], middle.Charges);
        ReportModule("all", middle.Executions, middle.Charges);
    }

    private static void ReportPlain(List<Round> rounds, PlainProgram plain, List<double> microseconds)
    {
        var ours = rounds.Select(round => round.Time.TotalMicroseconds / round.Charges).Order().ElementAt(rounds.Count / 2);
        var theirs = microseconds.Order().ElementAt(microseconds.Count / 2);
        Write($"a charge of the whole program {ours:F1} µs, a fixed or metered one in plain C# {theirs:F1} µs ({plain.Round():N0} charges of {plain.Companies:N0} companies): {ours / theirs:F1} times");
    }

    private static void ReportModule(string name, List<Execution> calls, int charges)
    {
        var made = calls.Where(call => call.Outcome != "skipped").ToList();
        var fuel = made.Sum(call => call.Fuel);
        Write($"{name,-28}{made.Count,8:N0}{calls.Count - made.Count,8:N0}{made.Sum(call => call.DurationMicroseconds) / 1000.0,9:F1}{fuel / Math.Max(1, made.Count),13:N0}{fuel / charges,14:N0}{made.Sum(call => call.InputBytes) >> 10,9:N0}{made.Sum(call => call.OutputBytes) >> 10,9:N0}");
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Round(TimeSpan Time, int Companies, int Charges, List<Execution> Executions, long Allocated, int[] Collections)
    {
        public double ChargesASecond => Charges / Time.TotalSeconds;
    }
}
