using System.Diagnostics;
using System.Globalization;
using Billing.Cli.Golden;
using Billing.Cli.Parity;
using Billing.Contracts;
using Billing.Rating;
using Billing.Sandbox.Engine;

namespace Billing.Benchmarks;

/// <summary>
/// Golden companies through the whole default program, one after the other: final charges a second, and per module its calls, the time in them and the fuel. Reading and loading the companies is not timed.
/// </summary>
public static class ProgramCommand
{
    private const int WarmUp = 10;
    private const int Rounds = 31;

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
        var times = new List<TimeSpan>();
        var outcomes = new List<RatingOutcome>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            outcomes.Clear();
            var begin = Stopwatch.GetTimestamp();
            foreach (var company in companies)
                outcomes.Add(await rater.RateAsync(pipeline, company).ConfigureAwait(false));
            if (round >= 0)
                times.Add(Stopwatch.GetElapsedTime(begin));
        }

        Report(times.Order().ElementAt(Rounds / 2), outcomes, failed);
    }

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

    private static void Report(TimeSpan time, List<RatingOutcome> outcomes, int failed)
    {
        var charges = outcomes.Sum(outcome => outcome.Rated!.ChargeSet.Charges.Count);
        Write($"{outcomes.Count:N0} companies ({failed:N0} more fail), {charges:N0} final charges in {time.TotalMilliseconds:F1} ms: {charges / time.TotalSeconds:N0} charges a second, {outcomes.Count / time.TotalSeconds:N0} companies");
        Write($"{"module",-28}{"calls",8}{"skipped",8}{"ms",9}{"fuel a call",13}{"fuel a charge",14}");
        foreach (var calls in outcomes.SelectMany(outcome => outcome.Executions).GroupBy(call => call.ModuleId).OrderBy(calls => calls.Key, StringComparer.Ordinal))
        {
            var made = calls.Where(call => call.Outcome != "skipped").ToList();
            var fuel = made.Sum(call => call.Fuel);
            Write($"{calls.Key,-28}{made.Count,8:N0}{calls.Count() - made.Count,8:N0}{made.Sum(call => call.DurationMicroseconds) / 1000.0,9:F1}{fuel / Math.Max(1, made.Count),13:N0}{fuel / Math.Max(1, charges),14:N0}");
        }
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
