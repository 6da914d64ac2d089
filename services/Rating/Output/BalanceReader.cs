using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Reads one balance of an output: all amounts are minutes and not negative, and a producer speaks only of its own assignment.</summary>
internal static class BalanceReader
{
    private static readonly string[] Minutes =
        ["opening_minutes", "granted_minutes", "used_minutes", "rolled_over_minutes", "expired_minutes", "closing_minutes"];

    public static Balance Read(ref OutputCursor cursor, OutputContext context)
    {
        string? assignment = null, service = null;
        DateOnly? start = null, end = null, expires = null;
        var minutes = new long?[Minutes.Length];
        while (cursor.NextMember())
        {
            var amount = Array.IndexOf(Minutes, cursor.Member);
            if (amount >= 0)
            {
                minutes[amount] = cursor.Integer() is >= 0 and var value ? value : throw cursor.Invalid("is negative");
                continue;
            }

            switch (cursor.Member)
            {
                case "assignment_id":
                    assignment = cursor.Name();
                    break;
                case "service_id":
                    service = cursor.Name();
                    break;
                case "period_start":
                    start = cursor.Date();
                    break;
                case "period_end":
                    end = cursor.Date();
                    break;
                case "expires":
                    expires = cursor.DateOrNull();
                    break;
                default:
                    throw cursor.Invalid("is not a member of a balance");
            }
        }

        if (assignment is null || service is null || start is null || end is null || Array.IndexOf(minutes, null) >= 0)
            throw cursor.Invalid($"needs assignment_id, service_id, period_start, period_end, {string.Join(", ", Minutes)}");
        if (end <= start)
            throw cursor.InvalidAt("period_end", "is not after period_start");
        if (context.Scope is { } scope && !string.Equals(scope.AssignmentId, assignment, StringComparison.Ordinal))
            throw cursor.InvalidAt("assignment_id", $"is {assignment}, and the scope is {scope.AssignmentId}");
        return new Balance(
            assignment, service, start.Value, end.Value, minutes[0]!.Value, minutes[1]!.Value, minutes[2]!.Value, minutes[3]!.Value, minutes[4]!.Value, minutes[5]!.Value, expires);
    }
}
