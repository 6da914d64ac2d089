using System.Globalization;
using Billing.Cli.Api;
using Billing.Contracts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Billing.Cli.Runs;

/// <summary>Follows a run to its end: a progress bar with throughput and time left, then the run's report with its failures.</summary>
public static class RunWatch
{
    /// <returns>0 when every company was billed or had nothing to bill, 1 when some failed or the run was cancelled.</returns>
    public static async Task<int> FollowAsync(BillingClient client, RunView run, bool json, CancellationToken cancellationToken)
    {
        var last = json || Console.IsOutputRedirected
            ? await DrainAsync(client, run, null, cancellationToken).ConfigureAwait(false)
            : await ShowAsync(client, run, cancellationToken).ConfigureAwait(false);
        RunReport.Write(last, json);
        if (!json)
            await RunReport.WriteFailuresAsync(client, last, cancellationToken).ConfigureAwait(false);
        return last.State is RunState.Completed ? ExitCodes.Ok : ExitCodes.Negative;
    }

    private static async Task<RunView> ShowAsync(BillingClient client, RunView run, CancellationToken cancellationToken)
    {
        var last = run;
        await AnsiConsole.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RunColumn(() => last))
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(Show.Mode(run.Mode), maxValue: Math.Max(1, run.Counts.Total));
                last = await DrainAsync(client, run, Advance, cancellationToken).ConfigureAwait(false);
                task.Value = task.MaxValue;

                void Advance(RunView view)
                {
                    last = view;
                    task.MaxValue = Math.Max(1, view.Counts.Total);
                    task.Value = view.Counts.Total - view.Counts.Open;
                }
            })
            .ConfigureAwait(false);
        return last;
    }

    private static async Task<RunView> DrainAsync(BillingClient client, RunView run, Action<RunView>? onChange, CancellationToken cancellationToken)
    {
        var last = run;
        await foreach (var view in client.WatchRunAsync(run.TenantId, run.RunId, cancellationToken).ConfigureAwait(false))
        {
            last = view;
            onChange?.Invoke(view);
        }

        return IsFinished(last.State)
            ? last
            : throw CliException.Unavailable($"The Planner stopped reporting run {run.RunId} before it was finished.", $"alga-billing run watch {run.RunId} --tenant {run.TenantId} follows it again; the run itself goes on.");
    }

    private static bool IsFinished(RunState state) => state is RunState.Completed or RunState.CompletedWithFailures or RunState.Cancelled;

    private sealed class RunColumn(Func<RunView> run) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var view = run();
            var done = view.Counts.Total - view.Counts.Open;
            var speed = view.CompaniesPerMinute is { } rate ? string.Create(CultureInfo.InvariantCulture, $" · {rate:N0}/min") : "";
            var left = view.EtaSeconds is { } eta && view.Counts.Open > 0 ? " · " + Show.Duration(TimeSpan.FromSeconds(eta)) + " left" : "";
            return new Text($"{Show.Count(done)}/{Show.Count(view.Counts.Total)} companies{speed}{left}");
        }
    }
}
