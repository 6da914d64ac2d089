using System.Buffers.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Invoice.Previews;

/// <summary>Where a page of previews ended: company and cycle of its last row, as base64url of a JSON array.</summary>
internal sealed record PreviewCursor(string CompanyId, string BillingCycleId)
{
    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes([CompanyId, BillingCycleId], CursorJson.Default.StringArray));

    /// <exception cref="BillingException"><c>request.invalid</c>.</exception>
    public static PreviewCursor? Parse(string? after)
    {
        if (string.IsNullOrEmpty(after))
            return null;
        try
        {
            if (JsonSerializer.Deserialize(Base64Url.DecodeFromChars(after), CursorJson.Default.StringArray) is [{ } companyId, { } billingCycleId])
                return new(companyId, billingCycleId);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw Refused(after);
        }

        throw Refused(after);
    }

    private static BillingException Refused(string after) => BillingException.Invalid(
        ErrorCodes.RequestInvalid, $"after is '{after}', which no page gave.", "Hand back the next of the page before, unchanged.", "after");
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class CursorJson : System.Text.Json.Serialization.JsonSerializerContext;
