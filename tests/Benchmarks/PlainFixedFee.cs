using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Billing.Benchmarks;

/// <summary>The fixed fee in plain C# with System.Text.Json: reads the same document, prorates, allocates by largest remainder, writes the same charges. A reference for speed, not a second engine.</summary>
public static class PlainFixedFee
{
    public static ReadOnlySpan<byte> Rate(byte[] input)
    {
        using var document = JsonDocument.Parse(input);
        var root = document.RootElement;
        var facts = root.GetProperty("facts");
        var scope = root.GetProperty("scope");
        var period = root.GetProperty("context").GetProperty("period");
        var currency = root.GetProperty("context").GetProperty("company").GetProperty("currency_code").GetString();
        var (start, end) = (Date(period, "start"), Date(period, "end"));
        var (from, to) = (Max(start, Date(scope, "start_date")), end);
        var config = facts.GetProperty("PlanFixedConfigPack")[0];
        var fee = Round((Int128)config.GetProperty("base_rate_cents").GetInt64() * (to.DayNumber - from.DayNumber), end.DayNumber - start.DayNumber);

        var catalog = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var row in facts.GetProperty("CatalogPack").EnumerateArray())
            catalog.Add(row.GetProperty("service_id").GetString()!, row);
        var shares = new List<Share>();
        foreach (var row in facts.GetProperty("PlanServiceConfigPack").EnumerateArray())
        {
            var service = catalog[row.GetProperty("service_id").GetString()!];
            var quantity = row.GetProperty("quantity").GetString()!;
            var weight = Millionths(service.GetProperty("default_rate_cents").GetString()!) * Millionths(quantity);
            shares.Add(new Share(row.GetProperty("service_id").GetString()!, quantity, service, weight));
        }

        Allocate(fee, shares);
        return Write(shares, scope, currency!, from, to);
    }

    private static void Allocate(long fee, List<Share> shares)
    {
        Int128 total = 0;
        foreach (var share in shares)
            total += share.Weight;
        var left = fee;
        foreach (var share in shares)
        {
            var exact = fee * share.Weight;
            share.Cents = (long)(exact / total);
            share.Remainder = exact % total;
            left -= share.Cents;
        }

        foreach (var share in shares.OrderByDescending(share => share.Remainder).ThenBy(share => share.ServiceId, StringComparer.Ordinal).Take((int)left))
            share.Cents++;
    }

    private static ReadOnlySpan<byte> Write(List<Share> shares, JsonElement scope, string currency, DateOnly from, DateOnly to)
    {
        var buffer = new ArrayBufferWriter<byte>(16 << 10);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("charges");
        foreach (var share in shares)
        {
            writer.WriteStartObject();
            writer.WriteString("line_key", share.ServiceId);
            writer.WriteString("charge_type", "recurring");
            writer.WriteString("description", share.Service.GetProperty("service_name").GetString());
            writer.WriteString("quantity", share.Quantity);
            writer.WriteString("unit_price", share.Service.GetProperty("default_rate_cents").GetString());
            writer.WriteNumber("net_amount_cents", share.Cents);
            writer.WriteString("currency_code", currency);
            writer.WriteBoolean("is_taxable", share.Service.GetProperty("is_taxable").GetBoolean());
            writer.WriteString("service_start", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            writer.WriteString("service_end", to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            writer.WriteString("tax_region_hint", share.Service.GetProperty("tax_region").GetString());
            writer.WriteStartObject("dimensions");
            writer.WriteString("assignment_id", scope.GetProperty("assignment_id").GetString());
            writer.WriteString("plan_id", scope.GetProperty("plan_id").GetString());
            writer.WriteString("plan_type", scope.GetProperty("plan_type").GetString());
            writer.WriteString("service_id", share.ServiceId);
            writer.WriteEndObject();
            writer.WriteStartObject("metadata");
            writer.WriteNumber("allocated_cents", share.Cents);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    /// <summary>Half away from zero; both arguments are positive.</summary>
    private static long Round(Int128 numerator, int denominator) => (long)(((numerator * 2) + denominator) / (denominator * 2));

    private static DateOnly Date(JsonElement element, string name) => DateOnly.ParseExact(element.GetProperty(name).GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Max(DateOnly a, DateOnly b) => a > b ? a : b;

    private static Int128 Millionths(string text) => (Int128)(decimal.Parse(text, CultureInfo.InvariantCulture) * 1_000_000m);

    private sealed class Share(string serviceId, string quantity, JsonElement service, Int128 weight)
    {
        public string ServiceId { get; } = serviceId;

        public string Quantity { get; } = quantity;

        public JsonElement Service { get; } = service;

        public Int128 Weight { get; } = weight;

        public long Cents { get; set; }

        public Int128 Remainder { get; set; }
    }
}
