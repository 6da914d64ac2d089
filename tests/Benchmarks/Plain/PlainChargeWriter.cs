using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Billing.Benchmarks.Plain;

/// <summary>Writes charges with the members the host gives them, ids among them, and digests what was written.</summary>
internal static class PlainChargeWriter
{
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string Digest(PlainContext context, List<PlainCharge> charges, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(output, Canonical))
        {
            writer.WriteStartArray();
            foreach (var charge in charges)
                Write(writer, context, charge);
            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(output.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, PlainContext context, PlainCharge charge)
    {
        var (assignment, service) = (charge.Assignment, charge.Service);
        var module = charge.Type == "usage" ? "mod.usage-tiers" : "mod.fixed-fmv";
        writer.WriteStartObject();
        writer.WriteString("charge_id"u8, Id(context, assignment.AssignmentId, module, charge.LineKey));
        writer.WriteString("charge_type"u8, charge.Type);
        writer.WriteString("currency_code"u8, context.Company.CurrencyCode);
        writer.WriteString("description"u8, service.ServiceName);
        writer.WriteStartObject("dimensions"u8);
        writer.WriteString("assignment_id"u8, assignment.AssignmentId);
        if (assignment.BundleId is { } bundle)
            writer.WriteString("bundle_id"u8, bundle);
        if (service.CategoryId is { } category)
            writer.WriteString("category"u8, category);
        writer.WriteString("plan_id"u8, assignment.PlanId);
        writer.WriteString("plan_type"u8, assignment.PlanType);
        writer.WriteString("service_id"u8, service.ServiceId);
        writer.WriteEndObject();
        if (charge.Ref is { } settled)
        {
            writer.WriteStartArray("input_refs"u8);
            writer.WriteStringValue(settled);
            writer.WriteEndArray();
        }

        writer.WriteBoolean("is_taxable"u8, service.IsTaxable);
        writer.WriteString("line_key"u8, charge.LineKey);
        writer.WriteStartObject("metadata"u8);
        foreach (var (name, value) in charge.Reasons)
            WriteReason(writer, name, value);
        writer.WriteEndObject();
        writer.WriteNumber("net_amount_cents"u8, charge.Cents);
        WriteDecimal(writer, "quantity", charge.Quantity);
        WriteDate(writer, "service_end"u8, charge.End);
        WriteDate(writer, "service_start"u8, charge.Start);
        writer.WriteString("source_module"u8, module);
        writer.WriteString("source_scope"u8, assignment.AssignmentId);
        if (service.TaxRegion is { } region)
            writer.WriteString("tax_region_hint"u8, region);
        WriteDecimal(writer, "unit_price", charge.Quantity == 0 ? 0 : decimal.Round(charge.Cents / charge.Quantity, 6, MidpointRounding.AwayFromZero));
        writer.WriteEndObject();
    }

    private static string Id(PlainContext context, string scope, string module, string lineKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"[\"{context.TenantId}\",\"{context.Company.CompanyId}\",\"{context.Period.BillingCycleId}\",\"{scope}\",\"{module}\",\"{lineKey}\"]"), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    private static void WriteReason(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteString(name, text);
                break;
            case decimal number:
                WriteDecimal(writer, name, number);
                break;
            default:
                writer.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteDate(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateOnly date)
    {
        Span<byte> text = stackalloc byte[10];
        date.TryFormat(text, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        writer.WriteString(name, text);
    }

    /// <summary>Without trailing zeros.</summary>
    private static void WriteDecimal(Utf8JsonWriter writer, string name, decimal value)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        text = text[..length];
        writer.WriteString(name, text.Contains((byte)'.') ? text.TrimEnd((byte)'0').TrimEnd((byte)'.') : text);
    }
}
