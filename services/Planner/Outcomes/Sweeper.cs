using Billing.Planner.Runs;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Billing.Planner.Outcomes;

/// <summary>Says what a process that died between commit and publish did not: completed runs and rejected requests that were never announced.</summary>
internal sealed partial class Sweeper(
    RunAnnouncer runs, RejectedRequests requests, IBus bus, IOptions<PlannerOptions> options, TimeProvider time, ILogger<Sweeper> logger) : BackgroundService
{
    /// <summary>One sweep. Returns how many announcements it made.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.AnnounceAfter;
        return await runs.SweepAsync(bus, before, cancellationToken) + await requests.SweepAsync(bus, before, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                if (await SweepAsync(stoppingToken) is > 0 and var announced)
                    LogAnnounced(announced);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The next tick tries again; rows remember what is to be said.
                LogSweepFailed(exception);
            }
        }
    }

    [LoggerMessage(EventName = "sweep.announced", Level = LogLevel.Warning, Message = "Announced {Count} completions or refusals that nobody had announced")]
    private partial void LogAnnounced(int count);

    [LoggerMessage(EventName = "sweep.failed", Level = LogLevel.Error, Message = "Sweeping failed; it is tried again")]
    private partial void LogSweepFailed(Exception exception);
}
