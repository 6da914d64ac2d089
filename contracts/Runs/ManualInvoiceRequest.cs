using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>
/// An invoice of lines entered by hand, asked for by itself: it bills no plan, needs no assignment and no billing cycle, and is taxed as of the run's <c>as_of</c>.
/// What the fact source holds in ManualItemsPack stays for the company's next cycle.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ManualInvoiceRequest
{
    /// <summary>What <see cref="CycleIdOf"/> puts before the reference.</summary>
    public const string CyclePrefix = "manual:";

    public required string CompanyId { get; init; }

    /// <summary>The requester's own name of the invoice, unique per company: it is issued once under it. 1 to 100 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>In their order, which counts: a percentage takes in what stands before it. 1 to 1,000.</summary>
    public required IReadOnlyList<ManualItem> Items { get; init; }

    /// <summary>What stands where a cycle's invoice has its billing cycle.</summary>
    public static string CycleIdOf(string reference) => CyclePrefix + reference;
}

/// <summary>One line entered by hand: a row of ManualItemsPack without its id and its place, which the Planner gives.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ManualItem
{
    public required string Description { get; init; }

    /// <summary>Plain decimal, at most 6 places.</summary>
    public required string Quantity { get; init; }

    /// <summary>Cents a unit, plain decimal with at most 6 places; negative for a credit. Of a fixed discount what is taken off, whatever its sign.</summary>
    public required string RateCents { get; init; }

    /// <summary>Service of the catalogue; null for free text.</summary>
    public string? ServiceId { get; init; }

    /// <summary>Overrides whether the line is taxed; null leaves it to the service.</summary>
    public bool? IsTaxable { get; init; }

    public bool? IsDiscount { get; init; }

    /// <summary>Of a discount: <c>percentage</c> or <c>fixed</c>.</summary>
    public string? DiscountType { get; init; }

    /// <summary>Of a percentage discount: percent, plain decimal, not negative.</summary>
    public string? DiscountPercentage { get; init; }

    /// <summary>Of a percentage discount: the service whose lines it is taken off; null for all lines.</summary>
    public string? AppliesToServiceId { get; init; }
}
