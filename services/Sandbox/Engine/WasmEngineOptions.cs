using Billing.Sandbox.Compilation;

namespace Billing.Sandbox.Engine;

/// <summary>How an engine is sized.</summary>
public sealed record WasmEngineOptions
{
    /// <summary>How many calls run at once. Default: the number of processors.</summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }
    = Environment.ProcessorCount;

    /// <summary>How much compiled modules that nobody uses at the moment may hold, roughly, in bytes. Default: 256 MiB.</summary>
    public long CacheBytes { get; init; } = 256L << 20;

    /// <summary>
    /// How much address space the memories of all instances may reserve together, in bytes; what a further instance asks for is <c>limit.memory</c>. A memory reserves what its module
    /// declares as its maximum, 4 GiB without one, and commits only what it grows to. Default: 64 TiB, 16,383 memories without a maximum, half of what a process has.
    /// </summary>
    public long AddressSpaceBytes { get; init; } = 64L << 40;

    /// <summary>How modules pay for what they execute. Not for hosts: tests and benchmarks compare with other ways. An engine without fuel says so in its version.</summary>
    internal Metering Metering { get; init; } = Metering.Merged;

    /// <summary>
    /// How long compiling one module may take; then it is <c>limit.time</c>. A backstop: what a module may contain is limited so that only one made to be slow comes near. Default: 30 s.
    /// </summary>
    public TimeSpan CompileTime { get; init; } = TimeSpan.FromSeconds(30);
}
