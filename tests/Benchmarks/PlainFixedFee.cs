using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Billing.Benchmarks;

/// <summary>
/// The fixed fee in plain C# with System.Text.Json: reads the same document, prorates, allocates by largest remainder, and writes the very bytes the module writes for it.
/// A reference for speed, not a second engine: it knows the policies, the plan and the kind of input the benchmark has.
/// </summary>
public static class PlainFixedFee
{
    private const long TenToTwelve = 1_000_000_000_000;

    // What RFC 8785 escapes, and no more.
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlySpan<byte> Rate(byte[] input)
    {
        using var document = JsonDocument.Parse(input);
        var root = document.RootElement;
        var facts = root.GetProperty("facts"u8);
        var period = root.GetProperty("context"u8).GetProperty("period"u8);
        var assignment = Assignment.Of(root);
        var (start, end) = (Date(period, "start"u8), Date(period, "end"u8));
        var config = facts.GetProperty("PlanFixedConfigPack"u8)[0];
        var fee = new Fee(config.GetProperty("base_rate_cents"u8).GetInt64(), start > assignment.Start ? start : assignment.Start, end, end.DayNumber - start.DayNumber);

        var shares = Shares(facts);
        Allocate(fee.Cents, shares);
        return Write(shares, assignment, fee);
    }

    private static List<Share> Shares(JsonElement facts)
    {
        var catalog = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var row in facts.GetProperty("CatalogPack"u8).EnumerateArray())
            catalog.Add(row.GetProperty("service_id"u8).GetString()!, row);
        var shares = new List<Share>();
        foreach (var row in facts.GetProperty("PlanServiceConfigPack"u8).EnumerateArray())
        {
            var id = row.GetProperty("service_id"u8).GetString()!;
            shares.Add(Share.Of(id, row, catalog[id]));
        }

        shares.Sort((a, b) => string.CompareOrdinal(a.ServiceId, b.ServiceId));
        return shares;
    }

    private static void Allocate(long fee, List<Share> shares)
    {
        Int128 total = 0;
        foreach (var share in shares)
            total += share.Weight;
        var left = fee;
        foreach (var share in shares)
        {
            (var cents, share.Remainder) = Int128.DivRem(fee * share.Weight, total);
            share.Cents = (long)cents;
            share.Proportion = (decimal)HalfAwayFromZero(share.Weight * TenToTwelve, total) / TenToTwelve;
            left -= share.Cents;
        }

        foreach (var share in shares.OrderByDescending(share => share.Remainder).Take((int)left))
        {
            share.Cents++;
            share.Extra = 1;
        }
    }

    private static ReadOnlySpan<byte> Write(List<Share> shares, Assignment assignment, Fee fee)
    {
        var buffer = new ArrayBufferWriter<byte>(32 << 10);
        using var writer = new Utf8JsonWriter(buffer, Canonical);
        writer.WriteStartObject();
        Empty(writer, "balances"u8);
        writer.WriteStartArray("charges"u8);
        foreach (var share in shares)
            WriteCharge(writer, share, assignment, fee);
        writer.WriteEndArray();
        Empty(writer, "consumed"u8);
        Empty(writer, "warnings"u8);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteCharge(Utf8JsonWriter writer, Share share, Assignment assignment, Fee fee)
    {
        writer.WriteStartObject();
        writer.WriteString("charge_type"u8, "recurring"u8);
        writer.WriteString("currency_code"u8, assignment.Currency);
        writer.WriteString("description"u8, share.Name);
        writer.WriteStartObject("dimensions"u8);
        writer.WriteString("assignment_id"u8, assignment.Id);
        if (share.Category is { } category)
            writer.WriteString("category"u8, category);
        writer.WriteString("plan_id"u8, assignment.PlanId);
        writer.WriteString("plan_type"u8, "fixed"u8);
        writer.WriteString("service_id"u8, share.ServiceId);
        writer.WriteEndObject();
        Empty(writer, "input_refs"u8);
        writer.WriteBoolean("is_taxable"u8, share.IsTaxable);
        writer.WriteString("line_key"u8, share.ServiceId);
        writer.WriteStartObject("metadata"u8);
        writer.WriteNumber("allocated_cents"u8, share.Cents);
        writer.WriteNumber("base_rate_cents"u8, fee.BaseRateCents);
        writer.WriteString("config_id"u8, share.ConfigId);
        writer.WriteNumber("covered_days"u8, fee.CoveredDays);
        writer.WriteNumber("effective_fee_cents"u8, fee.Cents);
        WriteDecimal(writer, "fmv_cents"u8, share.Rate * share.Quantity);
        writer.WriteNumber("period_days"u8, fee.PeriodDays);
        WriteDecimal(writer, "proportion"u8, share.Proportion);
        WriteDecimal(writer, "proration_factor"u8, fee.Factor);
        writer.WriteNumber("remainder_cents"u8, share.Extra);
        writer.WriteEndObject();
        writer.WriteNumber("net_amount_cents"u8, share.Cents);
        WriteDecimal(writer, "quantity"u8, share.Quantity);
        WriteDate(writer, "service_end"u8, fee.To);
        WriteDate(writer, "service_start"u8, fee.From);
        if (share.TaxRegion is { } region)
            writer.WriteString("tax_region_hint"u8, region);
        WriteDecimal(writer, "unit_price"u8, Math.Round(share.Cents / share.Quantity, 6, MidpointRounding.AwayFromZero));
        writer.WriteEndObject();
    }

    private static void Empty(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }

    private static void WriteDate(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateOnly date)
    {
        Span<byte> text = stackalloc byte[10];
        date.TryFormat(text, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        writer.WriteString(name, text);
    }

    /// <summary>Without trailing zeros.</summary>
    private static void WriteDecimal(Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal value)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        text = text[..length];
        writer.WriteString(name, text.Contains((byte)'.') ? text.TrimEnd((byte)'0').TrimEnd((byte)'.') : text);
    }

    /// <summary>Both arguments are positive.</summary>
    private static Int128 HalfAwayFromZero(Int128 numerator, Int128 denominator) => ((numerator * 2) + denominator) / (denominator * 2);

    private static DateOnly Date(JsonElement element, ReadOnlySpan<byte> name) => DateOnly.ParseExact(element.GetProperty(name).GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Assignment(string Id, string PlanId, string Currency, DateOnly Start)
    {
        public static Assignment Of(JsonElement root)
        {
            var scope = root.GetProperty("scope"u8);
            return new Assignment(
                scope.GetProperty("assignment_id"u8).GetString()!,
                scope.GetProperty("plan_id"u8).GetString()!,
                root.GetProperty("context"u8).GetProperty("company"u8).GetProperty("currency_code"u8).GetString()!,
                Date(scope, "start_date"u8));
        }
    }

    private sealed record Fee(long BaseRateCents, DateOnly From, DateOnly To, int PeriodDays)
    {
        public int CoveredDays { get; } = To.DayNumber - From.DayNumber;

        public long Cents { get; } = (long)HalfAwayFromZero((Int128)BaseRateCents * (To.DayNumber - From.DayNumber), PeriodDays);

        public decimal Factor { get; } = Math.Round((decimal)(To.DayNumber - From.DayNumber) / PeriodDays, 12, MidpointRounding.AwayFromZero);
    }

    private sealed class Share
    {
        public required string ServiceId { get; init; }

        public required string ConfigId { get; init; }

        public required string Name { get; init; }

        public string? Category { get; init; }

        public string? TaxRegion { get; init; }

        public required bool IsTaxable { get; init; }

        public required decimal Rate { get; init; }

        public required decimal Quantity { get; init; }

        /// <summary>Rate times quantity in millionths of a millionth of a cent.</summary>
        public required Int128 Weight { get; init; }

        public long Cents { get; set; }

        public int Extra { get; set; }

        public Int128 Remainder { get; set; }

        public decimal Proportion { get; set; }

        public static Share Of(string serviceId, JsonElement config, JsonElement service)
        {
            var rate = Number(service, "default_rate_cents"u8);
            var quantity = Number(config, "quantity"u8);
            return new Share
            {
                ServiceId = serviceId,
                ConfigId = config.GetProperty("config_id"u8).GetString()!,
                Name = service.GetProperty("service_name"u8).GetString()!,
                Category = service.GetProperty("category_id"u8).GetString(),
                TaxRegion = service.GetProperty("tax_region"u8).GetString(),
                IsTaxable = service.GetProperty("is_taxable"u8).GetBoolean(),
                Rate = rate,
                Quantity = quantity,
                Weight = (Int128)(rate * 1_000_000) * (Int128)(quantity * 1_000_000),
            };
        }

        private static decimal Number(JsonElement row, ReadOnlySpan<byte> name) => decimal.Parse(row.GetProperty(name).GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);
    }
}
