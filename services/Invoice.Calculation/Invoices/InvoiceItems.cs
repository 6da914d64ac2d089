using System.Globalization;
using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>
/// Groups taxed charges into items: the recurring charges of one assignment are one item with a detail per charge, every other charge is an item with one
/// detail. Items stand in the order of their first charge.
/// </summary>
internal static class InvoiceItems
{
    public static IReadOnlyList<InvoiceItem> Group(CompanyInput input, TaxedCompany company, IReadOnlyList<Charge> charges, ChargeTaxes taxes, PinnedModules modules)
    {
        var groups = new List<List<int>>(charges.Count);
        var byAssignment = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < charges.Count; i++)
        {
            var assignment = charges[i].ChargeType == ChargeType.Recurring ? AssignmentOf(charges[i]) : null;
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

        var names = new PlanNames(input);
        var items = new List<InvoiceItem>(groups.Count);
        foreach (var group in groups)
        {
            var details = Details(group, company, charges, taxes, modules);
            var first = charges[group[0]];
            items.Add(first.ChargeType == ChargeType.Recurring
                ? OfAssignment(items.Count + 1, first, details, names)
                : OfCharge(items.Count + 1, first, details));
        }

        return items;
    }

    private static InvoiceItem OfAssignment(int lineNo, Charge first, List<InvoiceItemDetail> details, PlanNames names)
    {
        var net = checked(details.Sum(detail => detail.NetCents));
        var assignment = AssignmentOf(first);
        return new InvoiceItem(
            lineNo,
            names.Of(assignment) is { } plan ? $"Fixed Plan: {plan}" : first.Description,
            ChargeType.Recurring,
            Quantity: "1",
            UnitPrice: net.ToString(CultureInfo.InvariantCulture),
            net,
            checked(details.Sum(detail => detail.TaxCents)),
            details.Exists(detail => detail.IsTaxable),
            details,
            AssignmentId: assignment,
            TaxRegion: CommonRegion(details));
    }

    private static InvoiceItem OfCharge(int lineNo, Charge charge, List<InvoiceItemDetail> details) => new(
        lineNo,
        charge.Description,
        charge.ChargeType,
        charge.Quantity,
        charge.UnitPrice,
        details[0].NetCents,
        details[0].TaxCents,
        details[0].IsTaxable,
        details,
        details[0].ServiceId,
        AssignmentOf(charge),
        details[0].TaxRegion);

    private static List<InvoiceItemDetail> Details(List<int> group, TaxedCompany company, IReadOnlyList<Charge> charges, ChargeTaxes taxes, PinnedModules modules)
    {
        var details = new List<InvoiceItemDetail>(group.Count);
        foreach (var index in group)
        {
            var charge = charges[index];
            var module = modules.Of(charge);
            details.Add(new InvoiceItemDetail(
                details.Count + 1,
                charge.ChargeId ?? string.Empty,
                charge.Description,
                charge.Quantity,
                charge.UnitPrice,
                charge.NetAmountCents,
                taxes.ByCharge[index],
                charge.IsTaxable,
                charge.ServiceStart,
                charge.ServiceEnd,
                module.ModuleId,
                module.Version,
                module.Hash,
                charge.Dimension("service_id"),
                ChargeRegions.Shown(charge, company)));
        }

        return details;
    }

    /// <summary>The region of the taxable details where there are any, else of all; null when they differ.</summary>
    private static string? CommonRegion(List<InvoiceItemDetail> details)
    {
        var counted = details.Exists(detail => detail.IsTaxable) ? details.FindAll(detail => detail.IsTaxable) : details;
        return counted.TrueForAll(detail => string.Equals(detail.TaxRegion, counted[0].TaxRegion, StringComparison.Ordinal)) ? counted[0].TaxRegion : null;
    }

    private static string? AssignmentOf(Charge charge) => charge.Dimension("assignment_id") ?? (charge.ChargeType == ChargeType.Recurring ? charge.SourceScope : null);
}
