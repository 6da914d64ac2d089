using System.Text.Json;

namespace Billing.Rating;

/// <summary>What the host itself reads of TimeEntriesPack.</summary>
internal static class TimeEntries
{
    public const string Pack = "TimeEntriesPack";
    public const string End = "end_time";

    /// <summary>
    /// Marked as billable, and for some minutes. An entry that begins and ends at once has no minutes to mark; whether it is billed, for a minimum, is for its flag to say.
    /// </summary>
    public static bool IsMarkedBillable(JsonElement row) =>
        row.Flag(Pack, "billable")
        && (row.Integer(Pack, "billable_duration_minutes") > 0 || row.Instant(Pack, "start_time") == row.Instant(Pack, End));
}
