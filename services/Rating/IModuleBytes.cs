namespace Billing.Rating;

/// <summary>Where rating gets a module's bytes from: the snapshot store in a service, a folder in the CLI. Throws <see cref="KeyNotFoundException"/> for an unknown hash.</summary>
public interface IModuleBytes
{
    ValueTask<ReadOnlyMemory<byte>> GetAsync(string tenantId, string hash, CancellationToken cancellationToken);
}
