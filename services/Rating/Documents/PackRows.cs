using System.Runtime.InteropServices;
using System.Text.Json;

namespace Billing.Rating;

/// <summary>The rows of one pack in a company's snapshot, one by one and as they stand there together.</summary>
/// <param name="list">The pack's array; canonical, and in canonical order.</param>
internal sealed class PackRows(JsonElement list)
{
    public JsonElement[] Rows { get; } = [.. list.EnumerateArray()];

    /// <summary>The whole array.</summary>
    public ReadOnlySpan<byte> Utf8 => JsonMarshal.GetRawUtf8Value(list);
}
