using System.Collections.Frozen;

namespace Billing.Rating;

/// <summary>The members of a charge by the names they have on the wire.</summary>
internal static class ChargeMemberNames
{
    private static readonly FrozenDictionary<string, ChargeMembers> Members = new Dictionary<string, ChargeMembers>(StringComparer.Ordinal)
    {
        ["charge_type"] = ChargeMembers.ChargeType,
        ["description"] = ChargeMembers.Description,
        ["quantity"] = ChargeMembers.Quantity,
        ["unit_price"] = ChargeMembers.UnitPrice,
        ["net_amount_cents"] = ChargeMembers.NetAmountCents,
        ["currency_code"] = ChargeMembers.CurrencyCode,
        ["is_taxable"] = ChargeMembers.IsTaxable,
        ["service_start"] = ChargeMembers.ServiceStart,
        ["service_end"] = ChargeMembers.ServiceEnd,
        ["charge_id"] = ChargeMembers.ChargeId,
        ["line_key"] = ChargeMembers.LineKey,
        ["tax_region_hint"] = ChargeMembers.TaxRegionHint,
        ["dimensions"] = ChargeMembers.Dimensions,
        ["source_module"] = ChargeMembers.SourceModule,
        ["source_scope"] = ChargeMembers.SourceScope,
        ["input_refs"] = ChargeMembers.InputRefs,
        ["derived_from"] = ChargeMembers.DerivedFrom,
        ["metadata"] = ChargeMembers.Metadata,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> All => Members.OrderBy(member => member.Value).Select(member => member.Key);

    public static bool TryParse(string name, out ChargeMembers member) => Members.TryGetValue(name, out member);

    /// <summary>The set of some members of a manifest that was checked; all of them for null.</summary>
    public static ChargeMembers Of(IReadOnlyList<string>? names) =>
        names is null ? ChargeMembers.All : names.Aggregate(ChargeMembers.None, (members, name) => members | Members[name]);

    /// <summary>Of one of some members.</summary>
    public static string First(ChargeMembers members) => Members.Where(member => members.HasFlag(member.Value)).MinBy(member => member.Value).Key;
}
