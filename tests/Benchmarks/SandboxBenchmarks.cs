using BenchmarkDotNet.Attributes;

namespace Billing.Benchmarks;

/// <summary>
/// The engine under the rating modules' work: JSON in, 40 charges as JSON out, fuel on. The reference in the same run is plain C# doing the same work;
/// <c>compare</c> sets both against the same module and document in Node's V8.
/// </summary>
public class SandboxBenchmarks
{
    private FixedFeeRuns _runs = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _runs = new FixedFeeRuns(FixedFeeWork.Module);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _runs.Dispose();
    }

    /// <summary>One thread rates document after document, 40 charges each, each from a fresh image.</summary>
    [Benchmark(OperationsPerInvoke = FixedFeeRuns.Calls)]
    public int ModuleCall() => _runs.Module();

    [Benchmark(Baseline = true, OperationsPerInvoke = FixedFeeRuns.Calls)]
    public int PlainCSharp() => FixedFeeRuns.PlainCSharp();

    /// <summary>A call that does nothing, and the reset behind it.</summary>
    [Benchmark(OperationsPerInvoke = FixedFeeRuns.Calls)]
    public int EmptyCallAndReset() => _runs.EmptyCalls();
}
