using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Runs;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Billing.Planner.Dispatch;

/// <summary>
/// Sends batches: woken when a run is created or a batch reported, and by a timer for what other processes did and for what was not reported in time.
/// What was claimed and never sent, because the process died between, is sent again when it is overdue.
/// </summary>
public sealed partial class Dispatcher(
    DispatchStore store, DispatchSignal signal, IBus bus, IOptions<PlannerOptions> options, TimeProvider time, ILogger<Dispatcher> logger)
    : BackgroundService
{
    /// <summary>Sends everything that may be sent now, one batch of each run in turn. Returns how many.</summary>
    public async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        while (await store.ClaimAsync(time.GetUtcNow(), cancellationToken) is { Count: > 0 } claimed)
        {
            foreach (var batch in claimed)
                await SendAsync(batch, cancellationToken);
            sent += claimed.Count;
        }

        return sent;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => signal.Set(), null, TimeSpan.Zero, options.Value.PollInterval);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.WaitAsync(stoppingToken);
                await DispatchAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The timer tries again: an outage of database or broker ends by itself, and rows remember what is to be sent.
                LogDispatchFailed(exception);
            }
        }
    }

    private async Task SendAsync(ClaimedBatch batch, CancellationToken cancellationToken)
    {
        using var activity = RunTrace.StartDispatch(batch.Traceparent, batch.TenantId, batch.RunId, batch.BatchNo);
        if (batch.Attempt > 1)
            LogSentAgain(batch.TenantId, batch.RunId, batch.BatchNo, batch.Attempt);
        await bus.SendToAsync(
            Endpoints.PlanCompaniesOf(batch.Lane),
            new PlanCompanies(batch.TenantId, batch.RunId, batch.BatchNo, batch.Attempt, batch.Lane),
            cancellationToken);
    }

    [LoggerMessage(EventName = "dispatch.sent_again", Level = LogLevel.Warning, Message = "Batch {BatchNo} of run {RunId} of tenant {TenantId} was not reported in time; attempt {Attempt}")]
    private partial void LogSentAgain(string tenantId, Guid runId, int batchNo, int attempt);

    [LoggerMessage(EventName = "dispatch.failed", Level = LogLevel.Error, Message = "Dispatching failed; it is tried again")]
    private partial void LogDispatchFailed(Exception exception);
}
