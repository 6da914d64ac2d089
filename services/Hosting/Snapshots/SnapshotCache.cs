using System.Diagnostics.CodeAnalysis;

namespace Billing.Hosting;

/// <summary>The snapshots used last, bounded by their bytes. One that is larger than a sixteenth of the bound is not kept: it would push out too much.</summary>
internal sealed class SnapshotCache(long capacityBytes)
{
    private readonly Dictionary<(string Tenant, string Digest), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _recent = [];
    private readonly Lock _lock = new();
    private long _bytes;

    public bool TryGet(string tenantId, string digest, [MaybeNullWhen(false)] out byte[] content)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue((tenantId, digest), out var node))
            {
                content = null;
                return false;
            }

            _recent.Remove(node);
            _recent.AddFirst(node);
            content = node.Value.Content;
            return true;
        }
    }

    /// <summary>Whether this process itself wrote the snapshot in this month, so that writing it again would change nothing.</summary>
    public bool WasWritten(string tenantId, string digest, DateOnly month)
    {
        lock (_lock)
            return _entries.TryGetValue((tenantId, digest), out var node) && node.Value.WrittenIn == month;
    }

    /// <param name="writtenIn">The month it was written in; null when it was only read.</param>
    public void Add(string tenantId, string digest, byte[] content, DateOnly? writtenIn)
    {
        if (content.Length > capacityBytes / 16)
            return;
        lock (_lock)
        {
            if (_entries.Remove((tenantId, digest), out var known))
            {
                _recent.Remove(known);
                _bytes -= known.Value.Content.Length;
                writtenIn ??= known.Value.WrittenIn;
            }

            _entries.Add((tenantId, digest), _recent.AddFirst(new Entry(tenantId, digest, content, writtenIn)));
            _bytes += content.Length;
            while (_bytes > capacityBytes && _recent.Last is { } oldest)
            {
                _recent.RemoveLast();
                _entries.Remove((oldest.Value.TenantId, oldest.Value.Digest));
                _bytes -= oldest.Value.Content.Length;
            }
        }
    }

    private sealed record Entry(string TenantId, string Digest, byte[] Content, DateOnly? WrittenIn);
}
