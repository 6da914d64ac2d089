using System.Security.Cryptography;

namespace Billing.Rating;

/// <summary>SHA-256 as lower-case hex: the name of every snapshot, module and document.</summary>
public static class Digest
{
    /// <summary>64 characters.</summary>
    public const int Length = 2 * SHA256.HashSizeInBytes;

    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash);
    }
}
