using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Makes input snapshots: rows put into the catalog's order and everything written as canonical JSON, so that the same facts give the same digest in whatever
/// order they were read. Errors: <c>document.invalid</c> for a fraction or a duplicate member, naming the pack and row.
/// </summary>
public sealed class InputDocumentWriter(FactCatalog catalog)
{
    private readonly Dictionary<string, RowOrder> _orders = catalog.Packs.ToDictionary(pack => pack.Name, pack => new RowOrder(pack), StringComparer.Ordinal);
    private readonly RowOrder _byBytes = new(null);

    public InputDocument Write(CompanyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var output = new CanonicalOutput(8192);
        var rows = new CanonicalOutput(8192);
        output.Write("{\"balances\":"u8);
        WriteRows(output, rows, "balances", input.Balances);
        output.Write(",\"context\":"u8);
        output.Write(CanonicalJson.Serialize(input.Context, BillingJson.Default.InputContext));
        output.Write(",\"events\":"u8);
        WritePacks(output, rows, input.Events);
        output.Write(",\"facts\":"u8);
        WritePacks(output, rows, input.Facts);
        output.Write("}"u8);
        return InputDocument.Read(output.WrittenMemory);
    }

    private void WritePacks(CanonicalOutput output, CanonicalOutput rows, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> packs)
    {
        output.Write("{"u8);
        var any = false;
        foreach (var (pack, packRows) in packs.OrderBy(pack => pack.Key, StringComparer.Ordinal))
        {
            if (any)
                output.Write(","u8);
            any = true;
            output.WriteText(pack);
            output.Write(":"u8);
            WriteRows(output, rows, pack, packRows);
        }

        output.Write("}"u8);
    }

    private void WriteRows(CanonicalOutput output, CanonicalOutput scratch, string pack, IReadOnlyList<JsonElement> rows)
    {
        scratch.Truncate();
        var places = new Row[rows.Count];
        for (var i = 0; i < places.Length; i++)
        {
            var start = scratch.WrittenCount;
            WriteCanonical(scratch, pack, i, rows[i]);
            places[i] = new Row(rows[i], start, scratch.WrittenCount - start);
        }

        var order = _orders.GetValueOrDefault(pack) ?? _byBytes;
        Array.Sort(places, (left, right) =>
        {
            var byKey = order.Compare(left.Element, right.Element);
            return byKey != 0 ? byKey : scratch.WrittenSpan.Slice(left.Start, left.Length).SequenceCompareTo(scratch.WrittenSpan.Slice(right.Start, right.Length));
        });
        output.Write("["u8);
        for (var i = 0; i < places.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            output.Write(scratch.WrittenSpan.Slice(places[i].Start, places[i].Length));
        }

        output.Write("]"u8);
    }

    private static void WriteCanonical(CanonicalOutput output, string pack, int index, JsonElement element)
    {
        try
        {
            CanonicalJson.Canonicalize(JsonMarshal.GetRawUtf8Value(element), output);
        }
        catch (BillingException exception)
        {
            var row = (index + 1).ToString(CultureInfo.InvariantCulture);
            throw new BillingException(exception.Error with { Message = $"{pack}, row {row}: {exception.Error.Message}", Subject = pack }, exception);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Row(JsonElement Element, int Start, int Length);
}
