using System.Buffers;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Writes charges as canonical JSON straight into a buffer: the same bytes as serialising the record and canonicalising it.</summary>
internal static class ChargeWriter
{
    public static void Write(IBufferWriter<byte> output, IReadOnlyList<Charge> charges)
    {
        output.Write("["u8);
        for (var i = 0; i < charges.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            Write(output, charges[i]);
        }

        output.Write("]"u8);
    }

    /// <summary>Whether two charges are the same to the byte.</summary>
    public static bool AreSame(Charge left, Charge right)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Write(output, left);
        var length = output.WrittenCount;
        Write(output, right);
        return output.WrittenSpan[..length].SequenceEqual(output.WrittenSpan[length..]);
    }

    private static void Write(IBufferWriter<byte> output, Charge charge)
    {
        output.Write("{"u8);
        if (charge.ChargeId is { } id)
        {
            output.Write("\"charge_id\":"u8);
            output.WriteText(id);
            output.Write(","u8);
        }

        output.Write("\"charge_type\":"u8);
        output.WriteText(charge.ChargeType.Name());
        output.Write(",\"currency_code\":"u8);
        output.WriteText(charge.CurrencyCode);
        WriteTexts(output, ",\"derived_from\":"u8, charge.DerivedFrom);
        output.Write(",\"description\":"u8);
        output.WriteText(charge.Description);
        WriteDimensions(output, charge.Dimensions);
        WriteTexts(output, ",\"input_refs\":"u8, charge.InputRefs);
        output.Write(",\"is_taxable\":"u8);
        output.WriteFlag(charge.IsTaxable);
        WriteText(output, ",\"line_key\":"u8, charge.LineKey);
        WriteMetadata(output, charge.Metadata);
        output.Write(",\"net_amount_cents\":"u8);
        output.WriteInteger(charge.NetAmountCents);
        output.Write(",\"quantity\":"u8);
        output.WriteText(charge.Quantity);
        output.Write(",\"service_end\":"u8);
        output.WriteDate(charge.ServiceEnd);
        output.Write(",\"service_start\":"u8);
        output.WriteDate(charge.ServiceStart);
        WriteText(output, ",\"source_module\":"u8, charge.SourceModule);
        WriteText(output, ",\"source_scope\":"u8, charge.SourceScope);
        WriteText(output, ",\"tax_region_hint\":"u8, charge.TaxRegionHint);
        output.Write(",\"unit_price\":"u8);
        output.WriteText(charge.UnitPrice);
        output.Write("}"u8);
    }

    private static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> member, string? text)
    {
        if (text is null)
            return;
        output.Write(member);
        output.WriteText(text);
    }

    private static void WriteTexts(IBufferWriter<byte> output, ReadOnlySpan<byte> member, IReadOnlyList<string>? texts)
    {
        if (texts is null)
            return;
        output.Write(member);
        output.Write("["u8);
        for (var i = 0; i < texts.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            output.WriteText(texts[i]);
        }

        output.Write("]"u8);
    }

    private static void WriteDimensions(IBufferWriter<byte> output, IReadOnlyDictionary<string, string>? dimensions)
    {
        if (dimensions is null)
            return;
        output.Write(",\"dimensions\":{"u8);
        var any = false;
        foreach (var (name, value) in Ordered(dimensions))
        {
            if (any)
                output.Write(","u8);
            any = true;
            output.WriteText(name);
            output.Write(":"u8);
            output.WriteText(value);
        }

        output.Write("}"u8);
    }

    private static void WriteMetadata(IBufferWriter<byte> output, IReadOnlyDictionary<string, JsonElement>? metadata)
    {
        if (metadata is null)
            return;
        output.Write(",\"metadata\":{"u8);
        var any = false;
        foreach (var (name, value) in Ordered(metadata))
        {
            if (any)
                output.Write(","u8);
            any = true;
            output.WriteText(name);
            output.Write(":"u8);
            WriteValue(output, value);
        }

        output.Write("}"u8);
    }

    private static void WriteValue(IBufferWriter<byte> output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                output.WriteText(value.GetString());
                break;
            case JsonValueKind.Number:
                output.WriteInteger(value.GetInt64());
                break;
            default:
                output.WriteFlag(value.GetBoolean());
                break;
        }
    }

    /// <summary>What was read from an output is sorted already.</summary>
    private static IEnumerable<KeyValuePair<string, T>> Ordered<T>(IReadOnlyDictionary<string, T> members) =>
        members is SortedDictionary<string, T> sorted && ReferenceEquals(sorted.Comparer, StringComparer.Ordinal)
            ? sorted
            : members.OrderBy(member => member.Key, StringComparer.Ordinal);
}
