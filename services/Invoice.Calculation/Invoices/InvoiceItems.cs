using System.Globalization;
using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>Makes items of taxed charges: one per group, with a detail per charge.</summary>
internal sealed class InvoiceItems
{
    private readonly InvoiceBasis _basis;
    private readonly ChargeTaxes _taxes;
    private readonly PinnedModules _modules;
    private readonly Dictionary<string, string> _ratePercents;

    private InvoiceItems(InvoiceBasis basis, ChargeTaxes taxes, PinnedModules modules)
    {
        _basis = basis;
        _taxes = taxes;
        _modules = modules;
        _ratePercents = taxes.Lines.ToDictionary(line => line.Region, line => line.RatePercent, StringComparer.Ordinal);
    }

    public static IReadOnlyList<InvoiceItem> Of(InvoiceBasis basis, ChargeTaxes taxes, PinnedModules modules)
    {
        var items = new InvoiceItems(basis, taxes, modules);
        var names = new PlanNames(basis.Input);
        return [.. basis.Groups.Select((group, i) => items.Item(i + 1, group, names))];
    }

    private InvoiceItem Item(int lineNo, IReadOnlyList<int> group, PlanNames names)
    {
        var first = _basis.Charges[group[0]];
        InvoiceItemDetail[] details = [.. group.Select((charge, i) => Detail(i + 1, charge))];
        return first.ChargeType == ChargeType.Recurring ? OfAssignment(lineNo, first, details, names) : OfCharge(lineNo, first, details);
    }

    private static InvoiceItem OfAssignment(int lineNo, Charge first, InvoiceItemDetail[] details, PlanNames names)
    {
        var net = details.Sum(detail => detail.NetCents);
        var assignment = ItemGroups.Assignment(first);
        return new InvoiceItem(
            lineNo,
            names.Of(assignment) is { } plan ? $"Fixed Plan: {plan}" : first.Description,
            ChargeType.Recurring,
            Quantity: "1",
            UnitPrice: net.ToString(CultureInfo.InvariantCulture),
            net,
            details.Sum(detail => detail.TaxCents),
            Array.Exists(details, detail => detail.IsTaxable),
            details,
            AssignmentId: assignment,
            TaxRegion: CommonRegion(details),
            BundleId: InvoiceBundles.ShownOf(first));
    }

    private static InvoiceItem OfCharge(int lineNo, Charge charge, InvoiceItemDetail[] details) => new(
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
        ItemGroups.Assignment(charge),
        details[0].TaxRegion,
        InvoiceBundles.ShownOf(charge));

    private InvoiceItemDetail Detail(int detailNo, int place)
    {
        var (charge, treatment) = (_basis.Charges[place], _basis.Treatments[place]);
        var module = _modules.Of(charge);
        return new InvoiceItemDetail(
            detailNo,
            charge.ChargeId ?? string.Empty,
            charge.Description,
            charge.Quantity,
            charge.UnitPrice,
            charge.NetAmountCents,
            _taxes.ByCharge[place],
            treatment.IsTaxable,
            charge.ServiceStart,
            charge.ServiceEnd,
            module.ModuleId,
            module.Version,
            module.Hash,
            charge.Dimension("service_id"),
            treatment.ShownRegion,
            RatePercent(charge, treatment));
    }

    private string? RatePercent(Charge charge, TaxTreatment treatment) =>
        treatment.TaxingRegion is { } region && TaxCalculator.IsTaxed(charge, treatment) ? _ratePercents.GetValueOrDefault(region) : null;

    /// <summary>The region of the taxable details where there are any, else of all; null when they differ.</summary>
    private static string? CommonRegion(InvoiceItemDetail[] details)
    {
        var counted = Array.Exists(details, detail => detail.IsTaxable) ? Array.FindAll(details, detail => detail.IsTaxable) : details;
        return Array.TrueForAll(counted, detail => string.Equals(detail.TaxRegion, counted[0].TaxRegion, StringComparison.Ordinal)) ? counted[0].TaxRegion : null;
    }
}
