using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>The bundles that an invoice shows: those that charges give by id and by name. An id alone is where a charge comes from, not what it is shown under.</summary>
internal static class InvoiceBundles
{
    private const string Id = "bundle_id";
    private const string Name = "bundle_name";

    /// <summary>The bundle under which a charge is shown; null for one that is shown by itself.</summary>
    public static string? ShownOf(Charge charge) => charge.Dimension(Name) is null ? null : charge.Dimension(Id);

    /// <summary>What the items of each bundle come to, in the order of their first item; null where there are none.</summary>
    public static IReadOnlyList<InvoiceBundle>? Of(InvoiceBasis basis, IReadOnlyList<InvoiceItem> items)
    {
        List<InvoiceBundle>? bundles = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].BundleId is not { } id)
                continue;
            bundles ??= [];
            var place = bundles.FindIndex(bundle => string.Equals(bundle.BundleId, id, StringComparison.Ordinal));
            if (place < 0)
                bundles.Add(new InvoiceBundle(id, basis.Charges[basis.Groups[i][0]].Dimension(Name)!, items[i].NetCents, items[i].TaxCents));
            else
                bundles[place] = bundles[place] with { NetCents = checked(bundles[place].NetCents + items[i].NetCents), TaxCents = checked(bundles[place].TaxCents + items[i].TaxCents) };
        }

        return bundles;
    }
}
