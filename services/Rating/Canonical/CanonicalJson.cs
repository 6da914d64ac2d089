using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Billing.Rating;

/// <summary>
/// Canonical JSON (RFC 8785): members sorted by the UTF-16 code units of their names, no white space, only the escapes that must be.
/// Documents hold integers within ±(2^53−1) only; a fraction, an exponent, a duplicate member or text that is not Unicode is refused with
/// <c>document.invalid</c>, naming the place.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
            JsonSerializer.Serialize(writer, value, type);
        return Canonicalize(buffer.WrittenSpan);
    }

    public static byte[] Serialize(JsonElement element) => Canonicalize(JsonMarshal.GetRawUtf8Value(element));

    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8Json) => CanonicalTransform.Rent().Run(utf8Json).ToArray();

    public static void Canonicalize(ReadOnlySpan<byte> utf8Json, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.Write(CanonicalTransform.Rent().Run(utf8Json));
    }

    /// <summary>True when the bytes are already what <see cref="Canonicalize(ReadOnlySpan{byte})"/> would make of them.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> utf8Json) => CanonicalTransform.Rent().Run(utf8Json).SequenceEqual(utf8Json);
}
