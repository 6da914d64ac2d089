using System.Runtime.InteropServices;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// A company's input snapshot: its canonical bytes, their digest, and a view of the rows that copies nothing. Safe for many threads.
/// Made by <see cref="InputDocumentWriter"/> when facts are fetched, and by <see cref="Read"/> when the snapshot is loaded.
/// </summary>
public sealed class InputDocument
{
    private readonly Dictionary<string, PackRows> _facts;
    private readonly Dictionary<string, PackRows> _events;
    private readonly JsonElement _context;

    private InputDocument(ReadOnlyMemory<byte> bytes, string digest, JsonElement root)
    {
        Bytes = bytes;
        Digest = digest;
        _context = root.GetProperty("context");
        var context = _context.Deserialize(BillingJson.Default.InputContext)!;
        TenantId = context.TenantId;
        Company = _context.GetProperty("company");
        Period = context.Period;
        Now = context.Now;
        Seed = context.Seed;
        TaxDate = context.TaxDate;
        Request = context.Request ?? RequestKind.Cycle;
        CompanyId = Company.Text("CompanyPack", "company_id");
        CompanyLabel = Company.TextOrNull("CompanyPack", "company_name") is { Length: > 0 } name ? $"{name} ({CompanyId})" : CompanyId;
        CurrencyCode = Company.Text("CompanyPack", "currency_code");
        Balances = [.. root.GetProperty("balances").EnumerateArray()];
        _facts = Packs(root.GetProperty("facts"));
        _events = Packs(root.GetProperty("events"));
    }

    /// <summary>Canonical JSON of a <see cref="CompanyInput"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/>.</summary>
    public string Digest { get; }

    public string TenantId { get; }

    public string CompanyId { get; }

    /// <summary>For messages: the company's name and id, or the id alone where there is no name.</summary>
    public string CompanyLabel { get; }

    /// <summary>ISO 4217; of every amount.</summary>
    public string CurrencyCode { get; }

    /// <summary>The CompanyPack row.</summary>
    public JsonElement Company { get; }

    public BillingPeriod Period { get; }

    /// <summary>The run's <c>as_of</c>.</summary>
    public DateTimeOffset Now { get; }

    public string Seed { get; }

    public DateOnly TaxDate { get; }

    public RequestKind Request { get; }

    public IReadOnlyList<JsonElement> Balances { get; }

    public IEnumerable<string> EventPacks => _events.Keys;

    /// <summary>Reads a snapshot. Throws <c>document.invalid</c> when the bytes are not a company's input.</summary>
    /// <param name="canonicalBytes">As <see cref="InputDocumentWriter"/> made them.</param>
    /// <param name="digest">Their digest where the caller knows it; null to compute it.</param>
    public static InputDocument Read(ReadOnlyMemory<byte> canonicalBytes, string? digest = null)
    {
        try
        {
            var root = JsonDocument.Parse(canonicalBytes).RootElement; // lives as long as the rows: nothing is pooled, nothing to dispose of early
            return new InputDocument(canonicalBytes, digest ?? Rating.Digest.Of(canonicalBytes.Span), root);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            digest ??= Rating.Digest.Of(canonicalBytes.Span);
            throw new BillingException(
                new BillingError(ErrorCodes.DocumentInvalid, $"Snapshot {digest} is not a company's input: {exception.Message}", "Bill the company in a new run: planning it writes its input again.", digest), exception);
        }
    }

    /// <summary>Rows in canonical order; null when the pack was not fetched, empty when the company has none.</summary>
    public IReadOnlyList<JsonElement>? FindFacts(string pack) => FindFactRows(pack)?.Rows;

    /// <inheritdoc cref="FindFacts"/>
    public IReadOnlyList<JsonElement>? FindEvents(string pack) => _events.GetValueOrDefault(pack)?.Rows;

    /// <summary>Rows in canonical order. Error <c>fact.pack_missing</c> when the pack was not fetched.</summary>
    public IReadOnlyList<JsonElement> Facts(string pack) => FindFacts(pack) ?? throw PackMissing(pack, HostManifest.Name);

    internal PackRows? FindFactRows(string pack) => _facts.GetValueOrDefault(pack);

    /// <summary>One member of the context as it stands in the document.</summary>
    internal ReadOnlySpan<byte> RawContext(string member) => JsonMarshal.GetRawUtf8Value(_context.GetProperty(member));

    internal static BillingException PackMissing(string pack, string askedFor) => new(
        ErrorCodes.PackMissing, $"{askedFor} needs {pack}, which the fact source did not give.", "Give the fact source a view of that name, or load the pack.", pack);

    private static Dictionary<string, PackRows> Packs(JsonElement packs)
    {
        var rows = new Dictionary<string, PackRows>(StringComparer.Ordinal);
        foreach (var pack in packs.EnumerateObject())
            rows.Add(pack.Name, new PackRows(pack.Value));
        return rows;
    }
}
