namespace Billing.Sandbox.Engine;

/// <summary>
/// Compiled modules by the hash of their bytes, the least recently used ones dropped when all together hold too much. A dropped module lives on for as
/// long as somebody uses it and is then unloaded. Two callers that want the same module wait for one compilation. The module compiled last stays even where it alone is too large.
/// </summary>
internal sealed class ModuleCache(long capacityBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;

    /// <summary>Estimated bytes of the modules that are kept: at most the capacity, or one module.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    public WasmResult<IWasmModule> GetOrCompile(string hash, Func<(CilModule? Module, WasmError? Error)> compile)
    {
        Lazy<(CilModule? Module, WasmError? Error)> compilation;
        lock (_lock)
        {
            if (_entries.TryGetValue(hash, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                compilation = node.Value.Compilation;
            }
            else
            {
                compilation = new Lazy<(CilModule?, WasmError?)>(compile);
                _entries.Add(hash, _byUse.AddFirst(new Entry(hash, compilation)));
            }
        }

        // The first one to ask compiles, outside of the lock. Whatever goes wrong, no failure stays behind.
        CilModule? module = null;
        try
        {
            (module, var error) = compilation.Value;
            return new WasmResult<IWasmModule>(module, error);
        }
        finally
        {
            lock (_lock) Settle(hash, compilation, module);
        }
    }

    // Counts a module once it is compiled; forgets one that failed, so that errors take no room.
    private void Settle(string hash, Lazy<(CilModule? Module, WasmError? Error)> compilation, CilModule? module)
    {
        if (!_entries.TryGetValue(hash, out var node) || !ReferenceEquals(node.Value.Compilation, compilation) || node.Value.Bytes > 0) return;
        if (module is null)
        {
            Remove(node);
            return;
        }

        node.Value.Bytes = module.EstimatedBytes;
        _bytes += module.EstimatedBytes;

        // Others may have been used since this one was asked for, so that it is not the last to go through.
        for (var oldest = _byUse.Last; oldest is not null && _bytes > capacityBytes;)
        {
            var candidate = oldest;
            oldest = oldest.Previous;
            if (candidate.Value.Bytes > 0 && !ReferenceEquals(candidate, node)) Remove(candidate);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Hash);
        _bytes -= node.Value.Bytes;
    }

    private sealed class Entry(string hash, Lazy<(CilModule? Module, WasmError? Error)> compilation)
    {
        public string Hash { get; } = hash;

        public Lazy<(CilModule? Module, WasmError? Error)> Compilation { get; } = compilation;

        /// <summary>Zero while it is being compiled.</summary>
        public long Bytes { get; set; }
    }
}
