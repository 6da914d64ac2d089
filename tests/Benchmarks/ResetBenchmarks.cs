using BenchmarkDotNet.Attributes;
using Billing.Sandbox.Engine;

namespace Billing.Benchmarks;

/// <summary>A call from a fresh image of 1 MiB, and the reset behind it, by how much of the memory the call writes.</summary>
public class ResetBenchmarks
{
    private const int Calls = 1000;

    private CilWasmEngine _engine = null!;
    private EngineInstance _instance = null!;

    /// <summary>Parts of 4 KiB that the call writes to, 8 KiB apart.</summary>
    [Params(0, 1, 10, 100)]
    public int DirtyParts { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _engine = new CilWasmEngine();
        _instance = new EngineInstance(_engine, WatFile.Assemble("dirty"));
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _instance.Dispose();
        _engine.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public long CallAndReset() => _engine.RunAsync(() =>
    {
        var total = 0L;
        for (var call = 0; call < Calls; call++)
        {
            total += _instance.Run(0, DirtyParts).AsInt64();
            _instance.Instance.Reset();
        }

        return total;
    }).GetAwaiter().GetResult();
}
