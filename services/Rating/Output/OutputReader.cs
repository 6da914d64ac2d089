using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Reads what a module returned and believes none of it before it is checked: types, required members, integers within ±(2^53−1), plain decimals, dates, names,
/// references to charges and events that really went in, the company's currency, unique line keys. Throws <see cref="OutputInvalidException"/> with the place and reason.
/// </summary>
internal static class OutputReader
{
    public static ModuleResult Read(ReadOnlySpan<byte> output, ModuleType type, OutputContext context)
    {
        var result = new ModuleResult();
        var cursor = new OutputCursor(output);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            cursor.Begin();
            while (cursor.NextMember())
            {
                if (!seen.Add(cursor.Member))
                    throw cursor.Invalid("occurs twice");
                if (!cursor.IsNull)
                    ReadMember(ref cursor, type, context, result);
            }

            cursor.End();
        }
        catch (JsonException exception)
        {
            throw new OutputInvalidException("the document", "is not JSON: " + exception.Message);
        }
        catch (InvalidOperationException)
        {
            throw new OutputInvalidException("the document", "holds text that is not Unicode");
        }

        if (result.Error is null)
            CheckWhole(result, type, context);
        return result;
    }

    /// <summary>The pack of an event that went in.</summary>
    public static string PackOf(ref OutputCursor cursor, string member, string eventId, OutputContext context)
    {
        if (!context.Events.TryGetValue(eventId, out var pack))
            throw cursor.InvalidAt(member, $"names event {eventId}, which did not go in");
        return pack.Length > 0 ? pack : throw cursor.InvalidAt(member, $"names event {eventId}, which two packs have");
    }

    private static void ReadMember(ref OutputCursor cursor, ModuleType type, OutputContext context, ModuleResult result)
    {
        switch (cursor.Member)
        {
            case "charges" when context.MayGiveCharges:
                result.Charges = ReadCharges(ref cursor, context, result.Charged);
                break;
            case "warnings":
                cursor.BeginItems();
                while (cursor.NextItem())
                    result.Warnings.Add(ReadWarning(ref cursor));
                break;
            case "error":
                result.Error = ReadError(ref cursor);
                break;
            case "consumed" when type != ModuleType.Validator:
                cursor.BeginItems();
                while (cursor.NextItem())
                    result.Consumed.Add(ReadConsumed(ref cursor, context));
                break;
            case "balances" when type != ModuleType.Validator:
                cursor.BeginItems();
                while (cursor.NextItem())
                    result.Balances.Add(BalanceReader.Read(ref cursor, context));
                break;
            case "ok" when type == ModuleType.Validator:
                result.Ok = cursor.Flag();
                break;
            case "failures" when type == ModuleType.Validator:
                cursor.BeginItems();
                while (cursor.NextItem())
                    result.Failures.Add(ReadFailure(ref cursor, context));
                break;
            default:
                throw cursor.Invalid("is not a member of this output");
        }
    }

    /// <summary>A charge that stands there as it went in, to the byte and in its place, is that charge: most that a transformer gives back are.</summary>
    private static List<Charge> ReadCharges(ref OutputCursor cursor, OutputContext context, List<(string Pack, string EventId)> charged)
    {
        var charges = new List<Charge>();
        var (given, next) = (context.Given, 0);
        cursor.BeginItems();
        while (true)
        {
            if (given is not null && next < given.Items.Count && cursor.TryPassItem(given.WrittenAt(next)))
            {
                charges.Add(given.Items[next++]);
                continue;
            }

            if (!cursor.NextItem())
                return charges;
            var charge = ChargeReader.Read(ref cursor, context, charged);
            charges.Add(charge);
            if (given is not null && given.Places.TryGetValue(charge.ChargeId!, out var place))
                next = place + 1;
        }
    }

    private static void CheckWhole(ModuleResult result, ModuleType type, OutputContext context)
    {
        if (type != ModuleType.Validator && result.Charges is null)
            throw new OutputInvalidException("charges", "is missing");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var charge in result.Charges ?? [])
        {
            if (!ids.Add(charge.ChargeId!))
                throw new OutputInvalidException("charges", $"two charges have line_key '{charge.LineKey}'");
        }

        if (type != ModuleType.Validator)
            return;
        if (result.Ok is null)
            throw new OutputInvalidException("ok", "is missing");
        if (result.Ok.Value != (result.Failures.Count == 0))
            throw new OutputInvalidException("ok", result.Ok.Value ? "is true although there are failures" : "is false although there is no failure");
        if (result.Charges is not null && !ids.SetEquals(context.Given?.Places.Keys ?? []))
            throw new OutputInvalidException("charges", "a validator may normalise charges, not add or remove any");
    }

    private static BillingWarning ReadWarning(ref OutputCursor cursor)
    {
        var (code, message, subject, _) = ReadRemark(ref cursor, "subject");
        return new BillingWarning(code, message, subject);
    }

    private static ValidationFailure ReadFailure(ref OutputCursor cursor, OutputContext context)
    {
        var (code, message, chargeId, _) = ReadRemark(ref cursor, "charge_id");
        if (chargeId is not null && context.Given?.Find(chargeId) is null)
            throw cursor.InvalidAt("charge_id", $"{chargeId} is no charge that went in");
        return new ValidationFailure(code, message, chargeId);
    }

    private static BillingError ReadError(ref OutputCursor cursor)
    {
        cursor.BeginPart();
        var (code, message, subject, wayOut) = ReadRemark(ref cursor, "subject");
        cursor.EndPart();
        return new BillingError(code, message, wayOut, subject);
    }

    private static (string Code, string Message, string? Subject, string? WayOut) ReadRemark(ref OutputCursor cursor, string subjectMember)
    {
        string? code = null, message = null, subject = null, wayOut = null;
        while (cursor.NextMember())
        {
            switch (cursor.Member)
            {
                case "code":
                    code = cursor.Code();
                    break;
                case "message":
                    message = cursor.Text();
                    break;
                case "way_out":
                    wayOut = cursor.NameOrNull();
                    break;
                case var member when string.Equals(member, subjectMember, StringComparison.Ordinal):
                    subject = cursor.IsNull ? null : cursor.Text();
                    break;
                default:
                    throw cursor.Invalid("is not known here");
            }
        }

        return (code ?? throw cursor.InvalidAt("code", "is missing"), message ?? throw cursor.InvalidAt("message", "is missing"), subject, wayOut);
    }

    private static ConsumedEvent ReadConsumed(ref OutputCursor cursor, OutputContext context)
    {
        string? pack = null, id = null, part = null, reason = null;
        while (cursor.NextMember())
        {
            switch (cursor.Member)
            {
                case "pack":
                    pack = cursor.Name();
                    break;
                case "event_id":
                    id = cursor.Name();
                    break;
                case "part":
                    part = cursor.Name();
                    break;
                case "reason":
                    reason = cursor.Code();
                    break;
                default:
                    throw cursor.Invalid("is not a member of a consumed event");
            }
        }

        if (pack is null || id is null || part is null || reason is null)
            throw cursor.Invalid("needs pack, event_id, part and reason");
        if (!string.Equals(PackOf(ref cursor, "event_id", id, context), pack, StringComparison.Ordinal))
            throw cursor.InvalidAt("pack", $"has no event {id} that went in");
        return new ConsumedEvent(pack, id, part, reason);
    }
}
