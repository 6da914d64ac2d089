using BenchmarkDotNet.Attributes;
using Billing.Sandbox;
using Billing.Sandbox.Engine;

namespace Billing.Benchmarks;

/// <summary>What a module costs before its first call: compiled, found in the cache, instantiated.</summary>
public class CompileBenchmarks
{
    private const int Bytes = 50_000;

    private readonly byte[] _large = GrownModule.Grow(FixedFeeWork.Module, Bytes);
    private CilWasmEngine _engine = null!;
    private IWasmModule _module = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _engine = new CilWasmEngine();
        _module = _engine.Compile(FixedFeeWork.Module).Value!;
        if (_engine.Compile(_large).Error is { } error)
            throw new InvalidOperationException(error.Message);
    }

    [GlobalCleanup]
    public void CleanUp() => _engine.Dispose();

    /// <summary>50 kB: decoded, validated, compiled, and all of it through RyuJIT. An engine of its own, so that nothing is cached.</summary>
    [Benchmark]
    public string CompileCold()
    {
        using var engine = new CilWasmEngine();
        return engine.Compile(_large).Value!.Sha256;
    }

    [Benchmark]
    public string CompileFromCache() => _engine.Compile(_large).Value!.Sha256;

    /// <summary>A new instance of the fixed fee's module, start function included: 580 data segments, memory from the operating system.</summary>
    [Benchmark]
    public long Instantiate() => _engine.RunAsync(() =>
    {
        using var instance = EngineInstance.Instantiate(_module);
        return instance.MemoryBytes;
    }).GetAwaiter().GetResult();
}
