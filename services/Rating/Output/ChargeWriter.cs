using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Writes charges as canonical JSON straight into a buffer: the same bytes as serialising the record and canonicalising it.</summary>
internal static class ChargeWriter
{
    public static void Write(CanonicalOutput output, IReadOnlyList<Charge> charges)
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

    private static void Write(CanonicalOutput output, Charge charge)
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

    private static void WriteText(CanonicalOutput output, ReadOnlySpan<byte> member, string? text)
    {
        if (text is null)
            return;
        output.Write(member);
        output.WriteText(text);
    }

    private static void WriteTexts(CanonicalOutput output, ReadOnlySpan<byte> member, IReadOnlyList<string>? texts)
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

    private static void WriteDimensions(CanonicalOutput output, IReadOnlyDictionary<string, string>? dimensions)
    {
        if (dimensions is null)
            return;
        output.Write(",\"dimensions\":{"u8);
        var any = false;
        if (dimensions is OrderedTexts ordered)
        {
            foreach (var (name, value) in ordered)
                WriteMember(output, name, value, ref any);
        }
        else
        {
            foreach (var (name, value) in dimensions.OrderBy(member => member.Key, StringComparer.Ordinal))
                WriteMember(output, name, value, ref any);
        }

        output.Write("}"u8);
    }

    private static void WriteMember(CanonicalOutput output, string name, string value, ref bool any)
    {
        if (any)
            output.Write(","u8);
        any = true;
        output.WriteText(name);
        output.Write(":"u8);
        output.WriteText(value);
    }

    private static void WriteMetadata(CanonicalOutput output, IReadOnlyDictionary<string, JsonElement>? metadata)
    {
        if (metadata is null)
            return;
        output.Write(",\"metadata\":"u8);
        if (metadata is WrittenReasons written)
        {
            output.Write(written.Utf8);
            return;
        }

        output.Write("{"u8);
        var any = false;
        foreach (var (name, value) in metadata.OrderBy(member => member.Key, StringComparer.Ordinal))
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

    private static void WriteValue(CanonicalOutput output, JsonElement value)
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
}
