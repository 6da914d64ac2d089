using System.Text.Json.Serialization;

namespace Billing.Contracts;

[JsonConverter(typeof(EnumNameConverter<InvoiceKind>))]
public enum InvoiceKind
{
    [JsonStringEnumMemberName("cycle")]
    Cycle,
    [JsonStringEnumMemberName("manual")]
    Manual,
    [JsonStringEnumMemberName("credit_note")]
    CreditNote,
}

/// <summary>
/// A taxed invoice without its number and issue time: what a preview shows and a final issues, to the byte. Canonical JSON, named by its SHA-256.
/// Invariants: item net = sum of its details' net, item tax = sum of its details' tax, totals = sums of the items.
/// </summary>
public sealed record InvoiceDocument
{
    public required InvoiceKind Kind { get; init; }

    public required string TenantId { get; init; }

    public required string CompanyId { get; init; }

    public required string CompanyName { get; init; }

    public required BillingPeriod Period { get; init; }

    public required int Revision { get; init; }

    public required string CurrencyCode { get; init; }

    public required DateOnly TaxDate { get; init; }

    public required string InputDigest { get; init; }

    public required string ChargeSetDigest { get; init; }

    public required string PipelineDigest { get; init; }

    public required IReadOnlyList<InvoiceItem> Items { get; init; }

    /// <summary>What the items of each bundle come to, in the order of their first item; null where charges name no bundle.</summary>
    public IReadOnlyList<InvoiceBundle>? Bundles { get; init; }

    public required IReadOnlyList<TaxLine> TaxLines { get; init; }

    public required long SubtotalCents { get; init; }

    public required long TaxCents { get; init; }

    public required long TotalCents { get; init; }

    /// <summary>Why no tax is charged at all; null where tax is charged.</summary>
    public TaxExemption? TaxExemption { get; init; }

    public required IReadOnlyList<BillingWarning> Warnings { get; init; }
}

[JsonConverter(typeof(EnumNameConverter<TaxExemption>))]
public enum TaxExemption
{
    /// <summary>The company pays no tax.</summary>
    [JsonStringEnumMemberName("exempt")]
    Exempt,

    /// <summary>The company accounts for the tax itself.</summary>
    [JsonStringEnumMemberName("reverse_charge")]
    ReverseCharge,
}

/// <summary>One line of the invoice; recurring charges of one assignment are one item with a detail per charge.</summary>
/// <param name="LineNo">1, 2, 3, …</param>
/// <param name="TaxRegion">Null when the item spans regions or has none.</param>
/// <param name="BundleId">One of <see cref="InvoiceDocument.Bundles"/>; null for an item that is shown by itself.</param>
public sealed record InvoiceItem(
    int LineNo,
    string Description,
    ChargeType ChargeType,
    string Quantity,
    string UnitPrice,
    long NetCents,
    long TaxCents,
    bool IsTaxable,
    IReadOnlyList<InvoiceItemDetail> Details,
    string? ServiceId = null,
    string? AssignmentId = null,
    string? TaxRegion = null,
    string? BundleId = null);

/// <summary>What the items of one bundle come to.</summary>
public sealed record InvoiceBundle(string BundleId, string BundleName, long NetCents, long TaxCents);

/// <summary>One charge on an invoice, with the module that made it.</summary>
/// <param name="DetailNo">1, 2, 3, … within the item.</param>
/// <param name="TaxRegion">The region that taxes it, or would if it were taxable.</param>
/// <param name="TaxRatePercent">That of the region's tax line; null where the charge is not taxed.</param>
public sealed record InvoiceItemDetail(
    int DetailNo,
    string ChargeId,
    string Description,
    string Quantity,
    string UnitPrice,
    long NetCents,
    long TaxCents,
    bool IsTaxable,
    DateOnly ServiceStart,
    DateOnly ServiceEnd,
    string ModuleId,
    string ModuleVersion,
    string ModuleHash,
    string? ServiceId = null,
    string? TaxRegion = null,
    string? TaxRatePercent = null);

/// <summary>Tax of one region: what was taxed, at which rates, and what it came to.</summary>
/// <param name="RatePercent">Plain decimal; the sum of the region's active rates, or the effective rate where that depends on the amount.</param>
/// <param name="Parts">What the tax is made of; they add up to it. Empty where the region has no rate.</param>
public sealed record TaxLine(string Region, string RatePercent, long BaseCents, long TaxCents, IReadOnlyList<string> TaxRateIds, IReadOnlyList<TaxPart> Parts);

[JsonConverter(typeof(EnumNameConverter<TaxPartKind>))]
public enum TaxPartKind
{
    /// <summary>All simple rates of the region together.</summary>
    [JsonStringEnumMemberName("rates")]
    Rates,

    /// <summary>A component of a composite rate.</summary>
    [JsonStringEnumMemberName("component")]
    Component,

    /// <summary>A component of a composite rate on one of its holidays: no tax.</summary>
    [JsonStringEnumMemberName("holiday")]
    Holiday,

    /// <summary>A bracket of a graduated rate.</summary>
    [JsonStringEnumMemberName("bracket")]
    Bracket,
}

/// <summary>A part of a region's tax that is computed and rounded by itself.</summary>
/// <param name="BaseCents">What it is a percentage of: the region's base, with the tax of compound components before it, or what lies in the bracket.</param>
/// <param name="Name">Of a component.</param>
public sealed record TaxPart(TaxPartKind Kind, string RatePercent, long BaseCents, long TaxCents, IReadOnlyList<string> TaxRateIds, string? Name = null);

/// <summary>An issued invoice as the Invoice service's API shows it.</summary>
public sealed record InvoiceView(
    Guid InvoiceId,
    string InvoiceNumber,
    DateTimeOffset IssuedAt,
    Guid RunId,
    string DocumentDigest,
    InvoiceDocument Document);

/// <summary>An invoice in a list.</summary>
public sealed record InvoiceSummary(
    Guid InvoiceId,
    string InvoiceNumber,
    InvoiceKind Kind,
    string CompanyId,
    string CompanyName,
    string BillingCycleId,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    int Revision,
    string CurrencyCode,
    long SubtotalCents,
    long TaxCents,
    long TotalCents,
    Guid RunId,
    DateTimeOffset IssuedAt,
    string DocumentDigest);

/// <summary>A previewed invoice of one company in one preview run.</summary>
public sealed record PreviewView(Guid RunId, string DocumentDigest, InvoiceDocument Document);

/// <summary>A previewed invoice in a list: totals and digest, without its lines.</summary>
public sealed record PreviewSummary(
    Guid RunId,
    InvoiceKind Kind,
    string CompanyId,
    string CompanyName,
    string BillingCycleId,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    int Revision,
    string CurrencyCode,
    long SubtotalCents,
    long TaxCents,
    long TotalCents,
    string DocumentDigest);
