using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>
/// Which charges stand together as one item: the recurring charges of one assignment do, every other charge is an item of its own. Groups stand in the order of their first charge.
/// </summary>
internal static class ItemGroups
{
    /// <returns>Places in the list of charges, rising within a group.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of(IReadOnlyList<Charge> charges)
    {
        var groups = new List<List<int>>(charges.Count);
        var byAssignment = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < charges.Count; i++)
        {
            var assignment = charges[i].ChargeType == ChargeType.Recurring ? Assignment(charges[i]) : null;
            if (assignment is not null && byAssignment.TryGetValue(assignment, out var group))
            {
                group.Add(i);
                continue;
            }

            group = [i];
            groups.Add(group);
            if (assignment is not null)
                byAssignment.Add(assignment, group);
        }

        return groups;
    }

    public static string? Assignment(Charge charge) => charge.Dimension("assignment_id") ?? (charge.ChargeType == ChargeType.Recurring ? charge.SourceScope : null);
}
