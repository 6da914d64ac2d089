using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Billing.Contracts;
using Billing.Invoice.Storage;

namespace Billing.Invoice.Issuing;

/// <summary>
/// An invoice's id is made from what it is the invoice of, so that a redelivered message, or a second service that got the same batch, arrives at the same id.
/// </summary>
internal static class InvoiceId
{
    /// <summary>A UUID of version 8 (RFC 9562): the first 128 bits of SHA-256 over the JSON array [tenant, company, cycle, revision, kind].</summary>
    public static Guid Of(string tenantId, string companyId, string billingCycleId, int revision, InvoiceKind kind)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(tenantId);
            writer.WriteStringValue(companyId);
            writer.WriteStringValue(billingCycleId);
            writer.WriteNumberValue(revision);
            writer.WriteStringValue(WireName<InvoiceKind>.Of(kind));
            writer.WriteEndArray();
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        var id = hash[..16];
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
