using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Reads one charge of an output, checks it, and stamps on it what the host sets.</summary>
internal static class ChargeReader
{
    private static readonly string[] Required =
        ["charge_type", "description", "quantity", "unit_price", "net_amount_cents", "currency_code", "is_taxable", "service_start", "service_end"];

    /// <param name="charged">Gets the events the charge names.</param>
    public static Charge Read(ref OutputCursor cursor, OutputContext context, List<(string Pack, string EventId)> charged)
    {
        var draft = new Draft();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (cursor.NextMember())
        {
            if (!seen.Add(cursor.Member))
                throw cursor.Invalid("occurs twice");
            ReadMember(ref cursor, draft);
        }

        foreach (var member in Required)
        {
            if (!seen.Contains(member))
                throw cursor.InvalidAt(member, "is missing");
        }

        if (!string.Equals(draft.CurrencyCode, context.Stamp.CurrencyCode, StringComparison.Ordinal))
            throw cursor.InvalidAt("currency_code", $"is {draft.CurrencyCode}, and the company is billed in {context.Stamp.CurrencyCode}");
        if (draft.ServiceEnd <= draft.ServiceStart)
            throw cursor.InvalidAt("service_end", "is not after service_start");
        CheckReferences(ref cursor, draft, context, charged);
        return Stamped(ref cursor, draft, context);
    }

    private static void ReadMember(ref OutputCursor cursor, Draft draft)
    {
        switch (cursor.Member)
        {
            case "charge_id":
                draft.ChargeId = cursor.NameOrNull();
                break;
            case "line_key":
                draft.LineKey = cursor.NameOrNull();
                break;
            case "charge_type":
                draft.Type = cursor.ChargeType();
                break;
            case "description":
                draft.Description = cursor.Text();
                break;
            case "quantity":
                draft.Quantity = cursor.Decimal();
                break;
            case "unit_price":
                draft.UnitPrice = cursor.Decimal();
                break;
            case "net_amount_cents":
                draft.NetAmountCents = cursor.Integer();
                break;
            case "currency_code":
                draft.CurrencyCode = cursor.Name();
                break;
            case "is_taxable":
                draft.IsTaxable = cursor.Flag();
                break;
            case "service_start":
                draft.ServiceStart = cursor.Date();
                break;
            case "service_end":
                draft.ServiceEnd = cursor.Date();
                break;
            case "tax_region_hint":
                draft.TaxRegionHint = cursor.NameOrNull();
                break;
            case "dimensions":
                draft.Dimensions = cursor.IsNull ? null : cursor.Dimensions();
                break;
            case "input_refs":
                draft.InputRefs = cursor.IsNull ? null : cursor.Names();
                break;
            case "derived_from":
                draft.DerivedFrom = cursor.IsNull ? null : cursor.Names();
                break;
            case "metadata":
                draft.Metadata = cursor.IsNull ? null : cursor.Metadata();
                break;
            case "source_module" or "source_scope":
                _ = cursor.NameOrNull(); // the host's own, given back by a transformer
                break;
            default:
                throw cursor.Invalid("is not a member of a charge");
        }
    }

    private static void CheckReferences(ref OutputCursor cursor, Draft draft, OutputContext context, List<(string Pack, string EventId)> charged)
    {
        var known = draft.ChargeId is null || context.Charges.ContainsKey(draft.ChargeId);
        if (!known)
            throw cursor.InvalidAt("charge_id", context.Scope is null ? $"{draft.ChargeId} is no charge that went in" : "is set by the host; a producer gives line_key");
        if (draft.ChargeId is null && draft.LineKey is null)
            throw cursor.InvalidAt("line_key", "is missing");
        var before = draft.ChargeId is null ? null : context.Charges[draft.ChargeId];
        foreach (var id in draft.DerivedFrom ?? [])
        {
            // what a charge was made from stays so, also when a stage before this one replaced that charge
            if (!context.Charges.ContainsKey(id) && before?.DerivedFrom?.Contains(id, StringComparer.Ordinal) != true)
                throw cursor.InvalidAt("derived_from", $"names {id}, which is no charge that went in");
        }

        if (before?.InputRefs is { } inherited && inherited.SequenceEqual(draft.InputRefs ?? [], StringComparer.Ordinal))
            return; // what a charge settles stays settled, also where the transformer did not ask for the pack
        foreach (var id in draft.InputRefs ?? [])
            charged.Add((OutputReader.PackOf(ref cursor, "input_refs", id, context), id));
    }

    private static Charge Stamped(ref OutputCursor cursor, Draft draft, OutputContext context)
    {
        var before = draft.ChargeId is null ? null : context.Charges[draft.ChargeId];
        if (context.Scope is { } scope && draft.Dimensions is { } own && own.TryGetValue("assignment_id", out var assignment)
            && !string.Equals(assignment, scope.AssignmentId, StringComparison.Ordinal))
        {
            throw cursor.InvalidAt("dimensions", $"names assignment {assignment}, and the scope is {scope.AssignmentId}");
        }

        var charge = new Charge
        {
            ChargeId = draft.ChargeId ?? context.Stamp.ChargeId(draft.LineKey!),
            LineKey = draft.LineKey ?? before!.LineKey,
            ChargeType = draft.Type,
            Description = draft.Description,
            Quantity = draft.Quantity,
            UnitPrice = draft.UnitPrice,
            NetAmountCents = draft.NetAmountCents,
            CurrencyCode = draft.CurrencyCode,
            IsTaxable = draft.IsTaxable,
            ServiceStart = draft.ServiceStart,
            ServiceEnd = draft.ServiceEnd,
            TaxRegionHint = draft.TaxRegionHint,
            Dimensions = before is null ? context.Stamp.Dimensions(draft.Dimensions ?? new(StringComparer.Ordinal), context.Scope) : draft.Dimensions,
            SourceModule = before?.SourceModule ?? context.Stamp.Source,
            SourceScope = before?.SourceScope ?? context.Stamp.Place,
            InputRefs = draft.InputRefs is { Count: > 0 } ? draft.InputRefs : null,
            DerivedFrom = draft.DerivedFrom is { Count: > 0 } ? draft.DerivedFrom : null,
            Metadata = draft.Metadata is { Count: > 0 } ? draft.Metadata : null,
        };
        if (before is null || ChargeWriter.AreSame(before, charge with { Dimensions = before.Dimensions }))
            return charge; // tags say where a charge belongs, not who worked it out
        return charge with { SourceModule = context.Stamp.Source };
    }

    private sealed class Draft
    {
        public string? ChargeId { get; set; }

        public string? LineKey { get; set; }

        public ChargeType Type { get; set; }

        public string Description { get; set; } = "";

        public string Quantity { get; set; } = "";

        public string UnitPrice { get; set; } = "";

        public long NetAmountCents { get; set; }

        public string CurrencyCode { get; set; } = "";

        public bool IsTaxable { get; set; }

        public DateOnly ServiceStart { get; set; }

        public DateOnly ServiceEnd { get; set; }

        public string? TaxRegionHint { get; set; }

        public SortedDictionary<string, string>? Dimensions { get; set; }

        public IReadOnlyList<string>? InputRefs { get; set; }

        public IReadOnlyList<string>? DerivedFrom { get; set; }

        public SortedDictionary<string, JsonElement>? Metadata { get; set; }
    }
}
