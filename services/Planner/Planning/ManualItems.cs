using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Billing.Contracts;
using Billing.Planner.Facts;

namespace Billing.Planner.Planning;

/// <summary>
/// The events of a manual invoice: its own lines as ManualItemsPack, and of every other event pack nothing, for what plans bill stays for their cycles. An item's id names
/// company, reference and place, so that the same request settles the same events.
/// </summary>
internal static class ManualItems
{
    private const string Pack = "ManualItemsPack";

    /// <param name="tables">All tables of the fact plan.</param>
    public static IReadOnlyList<PackRows> Of(ManualInvoiceRequest manual, IReadOnlyList<FactTable> tables)
    {
        var events = new List<PackRows>();
        foreach (var table in tables.Where(table => table.Pack.Kind is PackKind.Event))
        {
            var rows = new PackRows(table, [manual.CompanyId]);
            if (string.Equals(table.Pack.Name, Pack, StringComparison.Ordinal))
            {
                for (var i = 0; i < manual.Items.Count; i++)
                    rows.Add(manual.CompanyId, Row(manual, i));
            }

            events.Add(rows);
        }

        return events;
    }

    private static ReadOnlyMemory<byte> Row(ManualInvoiceRequest manual, int index)
    {
        var item = manual.Items[index];
        var sequence = index + 1;
        var row = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(row, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteString("item_id", string.Create(CultureInfo.InvariantCulture, $"{ManualInvoiceRequest.CycleIdOf(manual.Reference)}/{manual.CompanyId}/{sequence}"));
        writer.WriteNumber("sequence", sequence);
        writer.WriteString("service_id", item.ServiceId);
        writer.WriteString("description", item.Description);
        writer.WriteString("quantity", item.Quantity);
        writer.WriteString("rate_cents", item.RateCents);
        Write(writer, "is_discount", item.IsDiscount);
        writer.WriteString("discount_type", item.DiscountType);
        writer.WriteString("discount_percentage", item.DiscountPercentage);
        writer.WriteString("applies_to_service_id", item.AppliesToServiceId);
        Write(writer, "is_taxable", item.IsTaxable);
        writer.WriteEndObject();
        writer.Flush();
        return row.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } flag)
            writer.WriteBoolean(name, flag);
        else
            writer.WriteNull(name);
    }
}
