using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Writes charges, or some of their members, as canonical JSON straight into a buffer: all of them are the same bytes as serialising the record and canonicalising it.</summary>
internal static class ChargeWriter
{
    public static void Write(CanonicalOutput output, Charge charge, ChargeMembers members)
    {
        var start = output.WrittenCount;
        if (members.HasFlag(ChargeMembers.ChargeId))
            WriteText(output, ",\"charge_id\":"u8, charge.ChargeId);
        if (members.HasFlag(ChargeMembers.ChargeType))
            WriteText(output, ",\"charge_type\":"u8, charge.ChargeType.Name());
        if (members.HasFlag(ChargeMembers.CurrencyCode))
            WriteText(output, ",\"currency_code\":"u8, charge.CurrencyCode);
        if (members.HasFlag(ChargeMembers.DerivedFrom))
            WriteTexts(output, ",\"derived_from\":"u8, charge.DerivedFrom);
        if (members.HasFlag(ChargeMembers.Description))
            WriteText(output, ",\"description\":"u8, charge.Description);
        if (members.HasFlag(ChargeMembers.Dimensions))
            WriteDimensions(output, charge.Dimensions);
        if (members.HasFlag(ChargeMembers.InputRefs))
            WriteTexts(output, ",\"input_refs\":"u8, charge.InputRefs);
        if (members.HasFlag(ChargeMembers.IsTaxable))
        {
            output.Write(",\"is_taxable\":"u8);
            output.WriteFlag(charge.IsTaxable);
        }

        if (members.HasFlag(ChargeMembers.LineKey))
            WriteText(output, ",\"line_key\":"u8, charge.LineKey);
        if (members.HasFlag(ChargeMembers.Metadata))
            WriteMetadata(output, charge.Metadata);
        if (members.HasFlag(ChargeMembers.NetAmountCents))
        {
            output.Write(",\"net_amount_cents\":"u8);
            output.WriteInteger(charge.NetAmountCents);
        }

        if (members.HasFlag(ChargeMembers.Quantity))
            WriteText(output, ",\"quantity\":"u8, charge.Quantity);
        if (members.HasFlag(ChargeMembers.ServiceEnd))
        {
            output.Write(",\"service_end\":"u8);
            output.WriteDate(charge.ServiceEnd);
        }

        if (members.HasFlag(ChargeMembers.ServiceStart))
        {
            output.Write(",\"service_start\":"u8);
            output.WriteDate(charge.ServiceStart);
        }

        if (members.HasFlag(ChargeMembers.SourceModule))
            WriteText(output, ",\"source_module\":"u8, charge.SourceModule);
        if (members.HasFlag(ChargeMembers.SourceScope))
            WriteText(output, ",\"source_scope\":"u8, charge.SourceScope);
        if (members.HasFlag(ChargeMembers.TaxRegionHint))
            WriteText(output, ",\"tax_region_hint\":"u8, charge.TaxRegionHint);
        if (members.HasFlag(ChargeMembers.UnitPrice))
            WriteText(output, ",\"unit_price\":"u8, charge.UnitPrice);
        if (output.WrittenCount == start)
            output.Write("{"u8);
        else
            output.Overwrite(start, (byte)'{'); // the comma before the first member that was written
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
