using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Planner.Runs;

/// <summary>Where a page ended, as text that clients hand back and do not read.</summary>
internal static class Cursor
{
    public static string Of<T>(T position)
        where T : class => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(position, typeof(T), CursorJson.Default));

    /// <summary>Null for the first page. Error <c>request.invalid</c>.</summary>
    public static T? Parse<T>(string? after)
        where T : class
    {
        if (string.IsNullOrEmpty(after))
            return null;
        try
        {
            return (T?)JsonSerializer.Deserialize(Base64Url.DecodeFromChars(after), typeof(T), CursorJson.Default);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new BillingException(
                new BillingError(ErrorCodes.RequestInvalid, "after is not the 'next' of an earlier page.", "Leave it out to begin with the first page."), cause: exception);
        }
    }
}

internal sealed record RunCursor(DateTimeOffset CreatedAt, Guid RunId);

internal sealed record CompanyCursor(string CompanyId, string BillingCycleId);

[JsonSerializable(typeof(RunCursor))]
[JsonSerializable(typeof(CompanyCursor))]
internal sealed partial class CursorJson : JsonSerializerContext;
