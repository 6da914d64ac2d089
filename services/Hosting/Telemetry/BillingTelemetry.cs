using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Billing.Hosting;

/// <summary>The one activity source and the meters of the services. Names are stable: dashboards and alerts use them.</summary>
public static class BillingTelemetry
{
    /// <summary>Name of <see cref="Source"/>.</summary>
    public const string SourceName = "Billing";

    public static ActivitySource Source { get; } = new(SourceName);

    public static Meter Meter { get; } = new("billing.services");

    /// <summary>Companies reported, by <c>outcome</c> and <c>mode</c>.</summary>
    public static Counter<long> Companies { get; } = Meter.CreateCounter<long>("billing.companies", "{company}", "Companies reported, by outcome");

    public static Counter<long> Charges { get; } = Meter.CreateCounter<long>("billing.charges", "{charge}", "Charges in final charge sets");

    /// <summary>Fuel burned, by <c>module</c>.</summary>
    public static Counter<long> Fuel { get; } = Meter.CreateCounter<long>("billing.fuel", "{fuel}", "Fuel burned by module calls");

    public static Histogram<long> PeakMemory { get; } = Meter.CreateHistogram<long>("billing.module.peak_memory", "By", "Largest memory of a module call");

    public static Histogram<double> ModuleDuration { get; } = Meter.CreateHistogram<double>("billing.module.duration", "s", "Wall time of a module call");

    /// <summary>Calls of modules, by <c>module</c> and <c>outcome</c> (<c>ok</c>, <c>skipped</c> or the code of the error).</summary>
    public static Counter<long> ModuleCalls { get; } = Meter.CreateCounter<long>("billing.module.calls", "{call}", "Module calls, by outcome");

    /// <summary>By <c>module</c> and <c>direction</c> (<c>in</c>, <c>out</c>).</summary>
    public static Counter<long> ModuleBytes { get; } = Meter.CreateCounter<long>("billing.module.bytes", "By", "Bytes given to module calls and returned by them");

    /// <summary>Pipelines compiled and indexed, by <c>cause</c>: <c>announcement</c>, <c>start</c>, or <c>batch</c> when a batch had to wait for it.</summary>
    public static Histogram<double> PipelinePreparation { get; } = Meter.CreateHistogram<double>("billing.pipeline.preparation", "s", "Time to compile and index a pipeline, by cause");

    /// <summary>Compressed bytes, by <c>kind</c> and <c>direction</c> (<c>read</c>, <c>written</c>).</summary>
    public static Counter<long> SnapshotBytes { get; } = Meter.CreateCounter<long>("billing.snapshot.bytes", "By", "Compressed bytes read from and written to the snapshot store");

    /// <summary>By <c>cache</c> and <c>hit</c>.</summary>
    public static Counter<long> CacheLookups { get; } = Meter.CreateCounter<long>("billing.cache.lookups", "{lookup}", "Lookups in caches, hit or not");

    /// <summary>From sending to handling, by <c>endpoint</c>.</summary>
    public static Histogram<double> QueueDelay { get; } = Meter.CreateHistogram<double>("billing.queue.delay", "s", "Time a message waited for its consumer");

    /// <summary>By <c>endpoint</c>.</summary>
    public static Counter<long> DeadLetters { get; } = Meter.CreateCounter<long>("billing.dead_letters", "{message}", "Messages moved to a dead-letter queue");
}
