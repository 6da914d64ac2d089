using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>Names of the plans behind a snapshot's assignments.</summary>
internal sealed class PlanNames(CompanyInput input)
{
    private const string Pack = "AssignmentPack";

    private Dictionary<string, string?>? _byAssignment;

    public string? Of(string? assignmentId)
    {
        if (assignmentId is null)
            return null;
        return (_byAssignment ??= Read(input)).GetValueOrDefault(assignmentId);
    }

    private static Dictionary<string, string?> Read(CompanyInput input)
    {
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (!input.Facts.TryGetValue(Pack, out var rows))
            return names;
        foreach (var element in rows)
        {
            var row = new FactRow(Pack, element, "assignment_id");
            names[row.Text("assignment_id")] = row.OptionalText("plan_name");
        }

        return names;
    }
}
