using System.Runtime.InteropServices;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Reads one charge of an output, checks it, and stamps on it what the host sets.</summary>
internal static class ChargeReader
{
    private const ChargeMembers Required = ChargeMembers.ChargeType | ChargeMembers.Description | ChargeMembers.Quantity | ChargeMembers.UnitPrice | ChargeMembers.NetAmountCents
        | ChargeMembers.CurrencyCode | ChargeMembers.IsTaxable | ChargeMembers.ServiceStart | ChargeMembers.ServiceEnd;

    /// <param name="charged">Gets the events the charge names.</param>
    public static Charge Read(ref OutputCursor cursor, OutputContext context, List<(string Pack, string EventId)> charged)
    {
        var draft = new Draft();
        var seen = ChargeMembers.None;
        while (cursor.NextMember())
        {
            if (!ChargeMemberNames.TryParse(cursor.Member, out var member))
                throw cursor.Invalid("is not a member of a charge");
            if (seen.HasFlag(member))
                throw cursor.Invalid("occurs twice");
            seen |= member;
            ReadMember(ref cursor, member, ref draft);
        }

        if ((Required & ~seen) is not ChargeMembers.None and var missing)
            throw cursor.InvalidAt(ChargeMemberNames.First(missing), "is missing");
        if (!string.Equals(draft.CurrencyCode, context.Stamp.CurrencyCode, StringComparison.Ordinal))
            throw cursor.InvalidAt("currency_code", $"is {draft.CurrencyCode}, and the company is billed in {context.Stamp.CurrencyCode}");
        if (draft.ServiceEnd <= draft.ServiceStart)
            throw cursor.InvalidAt("service_end", "is not after service_start");
        CheckReferences(ref cursor, ref draft, context, charged);
        return Stamped(ref cursor, ref draft, context);
    }

    private static void ReadMember(ref OutputCursor cursor, ChargeMembers member, ref Draft draft)
    {
        switch (member)
        {
            case ChargeMembers.ChargeId:
                draft.ChargeId = cursor.NameOrNull();
                break;
            case ChargeMembers.LineKey:
                draft.LineKey = cursor.NameOrNull();
                break;
            case ChargeMembers.ChargeType:
                draft.Type = cursor.ChargeType();
                break;
            case ChargeMembers.Description:
                draft.Description = cursor.Text();
                break;
            case ChargeMembers.Quantity:
                draft.Quantity = cursor.Decimal();
                break;
            case ChargeMembers.UnitPrice:
                draft.UnitPrice = cursor.Decimal();
                break;
            case ChargeMembers.NetAmountCents:
                draft.NetAmountCents = cursor.Integer();
                break;
            case ChargeMembers.CurrencyCode:
                draft.CurrencyCode = cursor.Name();
                break;
            case ChargeMembers.IsTaxable:
                draft.IsTaxable = cursor.Flag();
                break;
            case ChargeMembers.ServiceStart:
                draft.ServiceStart = cursor.Date();
                break;
            case ChargeMembers.ServiceEnd:
                draft.ServiceEnd = cursor.Date();
                break;
            case ChargeMembers.TaxRegionHint:
                draft.TaxRegionHint = cursor.NameOrNull();
                break;
            case ChargeMembers.Dimensions:
                draft.Dimensions = cursor.IsNull ? null : cursor.Dimensions();
                break;
            case ChargeMembers.InputRefs:
                draft.InputRefs = cursor.IsNull ? null : cursor.Names();
                break;
            case ChargeMembers.DerivedFrom:
                draft.DerivedFrom = cursor.IsNull ? null : cursor.Names();
                break;
            case ChargeMembers.Metadata:
                draft.Metadata = cursor.IsNull ? null : cursor.Metadata();
                break;
            default:
                _ = cursor.NameOrNull(); // source_module and source_scope: the host's own, given back by a transformer
                break;
        }
    }

    private static void CheckReferences(ref OutputCursor cursor, ref Draft draft, OutputContext context, List<(string Pack, string EventId)> charged)
    {
        var before = Before(ref draft, context);
        if (draft.ChargeId is not null && before is null)
            throw cursor.InvalidAt("charge_id", context.Scope is null ? $"{draft.ChargeId} is no charge that went in" : "is set by the host; a producer gives line_key");
        if (draft.ChargeId is null && draft.LineKey is null)
            throw cursor.InvalidAt("line_key", "is missing");
        foreach (var id in draft.DerivedFrom ?? [])
        {
            // what a charge was made from stays so, also when a stage before this one replaced that charge
            if (context.Given?.Find(id) is null && before?.DerivedFrom?.Contains(id, StringComparer.Ordinal) != true)
                throw cursor.InvalidAt("derived_from", $"names {id}, which is no charge that went in");
        }

        if (before?.InputRefs is { } inherited && inherited.SequenceEqual(draft.InputRefs ?? [], StringComparer.Ordinal))
            return; // what a charge settles stays settled, also where the transformer did not ask for the pack
        foreach (var id in draft.InputRefs ?? [])
            charged.Add((OutputReader.PackOf(ref cursor, "input_refs", id, context), id));
    }

    private static Charge? Before(ref Draft draft, OutputContext context) => draft.ChargeId is null ? null : context.Given?.Find(draft.ChargeId);

    private static Charge Stamped(ref OutputCursor cursor, ref Draft draft, OutputContext context)
    {
        var before = Before(ref draft, context);
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
            Dimensions = before is null ? context.Stamp.Dimensions(draft.Dimensions ?? new(), context.Scope) : draft.Dimensions,
            SourceModule = before?.SourceModule ?? context.Stamp.Source,
            SourceScope = before?.SourceScope ?? context.Stamp.Place,
            InputRefs = draft.InputRefs is { Count: > 0 } ? draft.InputRefs : null,
            DerivedFrom = draft.DerivedFrom is { Count: > 0 } ? draft.DerivedFrom : null,
            Metadata = draft.Metadata,
        };
        if (before is null)
            return charge;
        if (!ChargeComparison.AreSameButForTags(before, charge))
            return charge with { SourceModule = context.Stamp.Source };
        return ChargeComparison.HaveSameTags(before, charge) ? before : charge; // tags say where a charge belongs, not who worked it out
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Draft
    {
        public Draft()
        {
        }

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

        public OrderedTexts? Dimensions { get; set; }

        public IReadOnlyList<string>? InputRefs { get; set; }

        public IReadOnlyList<string>? DerivedFrom { get; set; }

        public WrittenReasons? Metadata { get; set; }
    }
}
