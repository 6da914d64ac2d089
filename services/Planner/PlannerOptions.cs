using System.ComponentModel.DataAnnotations;

namespace Billing.Planner;

/// <summary>Settings of the Planner: section <c>Planner</c> of the configuration (<c>Planner__BatchSize=50</c> as an environment variable). Checked at start.</summary>
public sealed class PlannerOptions
{
    /// <summary>Companies a message holds. Default 50.</summary>
    [Range(1, 1000)]
    public int BatchSize { get; set; } = 50;

    /// <summary>Batches of one run in flight at most. Default 16.</summary>
    [Range(1, 1000)]
    public int Window { get; set; } = 16;

    /// <summary>
    /// Batches of all runs of one lane in flight at most, so that many runs at once do not queue up behind each other until they count as lost. Default 64.
    /// What executors finish in <see cref="UnreportedAfter"/> is the upper bound for it.
    /// </summary>
    [Range(1, 10_000)]
    public int LaneWindow { get; set; } = 64;

    /// <summary>A batch unreported for this long is sent again; every further wait is twice the last, up to an hour. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UnreportedAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often one company whose failure was not final is tried again, alone. Default 3.</summary>
    [Range(0, 20)]
    public int CompanyRetries { get; set; } = 3;

    /// <summary>Wait before the first retry of a company; doubled for each further one. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan CompanyRetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a Planner looks for work nobody told it of: other processes' runs, due batches, unannounced completions. Default 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How old a completion must be before the sweeper takes it for unannounced. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan AnnounceAfter { get; set; } = TimeSpan.FromSeconds(10);
}
