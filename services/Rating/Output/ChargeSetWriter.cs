using System.Text.Json.Serialization.Metadata;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Writes a charge set as canonical JSON: the same bytes as serialising the record and canonicalising it, in one pass.</summary>
public static class ChargeSetWriter
{
    [ThreadStatic]
    private static CanonicalOutput? _buffer;

    public static byte[] Write(ChargeSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Write(set, new StageCharges(set.Charges));
    }

    /// <param name="charges">Those of the set, which the stages have had written.</param>
    internal static byte[] Write(ChargeSet set, StageCharges charges)
    {
        var output = CanonicalOutput.Reused(ref _buffer);
        output.Write("{\"balances\":"u8);
        WriteAll(output, set.Balances, BillingJson.Default.Balance);
        output.Write(",\"billing_cycle_id\":"u8);
        output.WriteText(set.BillingCycleId);
        output.Write(",\"charges\":"u8);
        output.Write(charges.Written(ChargeMembers.All));
        output.Write(",\"company_id\":"u8);
        output.WriteText(set.CompanyId);
        output.Write(",\"input_digest\":"u8);
        output.WriteText(set.InputDigest);
        output.Write(",\"pipeline_digest\":"u8);
        output.WriteText(set.PipelineDigest);
        output.Write(",\"settled\":"u8);
        WriteSettled(output, set.Settled);
        output.Write(",\"tenant_id\":"u8);
        output.WriteText(set.TenantId);
        output.Write(",\"warnings\":"u8);
        WriteAll(output, set.Warnings, BillingJson.Default.BillingWarning);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    internal static void WriteAll<T>(CanonicalOutput output, IReadOnlyList<T> items, JsonTypeInfo<T> type)
    {
        output.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            output.Write(CanonicalJson.Serialize(items[i], type));
        }

        output.Write("]"u8);
    }

    // By hand, because there are as many as events.
    private static void WriteSettled(CanonicalOutput output, IReadOnlyList<ConsumedEvent> settled)
    {
        output.Write("["u8);
        for (var i = 0; i < settled.Count; i++)
        {
            output.Write(i > 0 ? ",{\"event_id\":"u8 : "{\"event_id\":"u8);
            output.WriteText(settled[i].EventId);
            output.Write(",\"pack\":"u8);
            output.WriteText(settled[i].Pack);
            output.Write(",\"part\":"u8);
            output.WriteText(settled[i].Part);
            output.Write(",\"reason\":"u8);
            output.WriteText(settled[i].Reason);
            output.Write("}"u8);
        }

        output.Write("]"u8);
    }
}
