using System.Runtime.CompilerServices;
using Billing.Contracts;

namespace Billing.Planner.Runs;

/// <summary>
/// Follows a run by its rows, whichever process moves it. Rows are looked at a few times a second: that a run moved is also published, but a watcher must not miss what
/// was published before it came.
/// </summary>
internal sealed class RunWatch(RunQueries queries, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Error <c>run.unknown</c>.</summary>
    public Task<RunView> FirstAsync(string tenantId, Guid runId, CancellationToken cancellationToken) => queries.GetAsync(tenantId, runId, cancellationToken);

    public async IAsyncEnumerable<RunView> FollowAsync(RunView first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(first);
        var shown = first;
        yield return shown;
        while (shown.CompletedAt is null)
        {
            await Task.Delay(Pause, time, cancellationToken);
            var now = await queries.GetAsync(first.TenantId, first.RunId, cancellationToken);
            if (HasMoved(shown, now))
            {
                shown = now;
                yield return shown;
            }
        }
    }

    private static bool HasMoved(RunView shown, RunView now) =>
        shown.State != now.State
        || shown.Counts.Open != now.Counts.Open
        || shown.Counts.InFlight != now.Counts.InFlight
        || now.CompletedAt is not null;
}
