using BenchmarkDotNet.Attributes;
using Billing.Sandbox;
using Billing.Sandbox.Engine;

namespace Billing.Benchmarks;

/// <summary>
/// The engine under the rating modules' work: JSON in, 40 charges as JSON out, fuel on. The reference in the same run is plain C# doing the same work;
/// <c>v8.mjs</c> runs the same module and document in Node's V8.
/// </summary>
public class SandboxBenchmarks
{
    private static readonly WasmImports Imports = new WasmImports().Add("env", "abort", new WasmHostFunction(
        new WasmSignature([WasmType.I32, WasmType.I32, WasmType.I32, WasmType.I32], []), (_, _) => throw new WasmHostException("module.abort", "aborted")));

    private readonly byte[] _output = new byte[1 << 20];
    private CilWasmEngine _engine = null!;
    private IWasmModule _module = null!;
    private IWasmInstance _instance = null!;
    private int _outputLength;

    [GlobalSetup]
    public void SetUp()
    {
        _engine = new CilWasmEngine();
        _module = _engine.Compile(FixedFeeWork.Module).Value ?? throw new InvalidOperationException("The module does not compile.");
        _instance = _engine.RunAsync(() =>
        {
            var instance = _module.Instantiate(Imports, WasmLimits.Default).Value ?? throw new InvalidOperationException("The module cannot be instantiated.");
            instance.CaptureImage();
            return instance;
        }).GetAwaiter().GetResult();
        _engine.RunAsync(Rate).GetAwaiter().GetResult();
        var charges = System.Text.Json.JsonDocument.Parse(_output.AsMemory(0, _outputLength)).RootElement.GetProperty("charges").GetArrayLength();
        if (charges != FixedFeeWork.Services || PlainFixedFee.Rate(FixedFeeWork.Input).Length == 0)
            throw new InvalidOperationException($"The module made {charges} charges.");
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _instance.Dispose();
        _engine.Dispose();
    }

    /// <summary>One thread rates 1,000 documents, 40,000 charges, each from a fresh image.</summary>
    [Benchmark(OperationsPerInvoke = 1000)]
    public int ModuleCall() => _engine.RunAsync(() =>
    {
        var total = 0;
        for (var call = 0; call < 1000; call++)
            total += Rate();
        return total;
    }).GetAwaiter().GetResult();

    [Benchmark(Baseline = true, OperationsPerInvoke = 1000)]
    public int PlainCSharp()
    {
        var total = 0;
        for (var call = 0; call < 1000; call++)
            total += PlainFixedFee.Rate(FixedFeeWork.Input).Length;
        return total;
    }

    /// <summary>A call that does nothing, and the reset behind it.</summary>
    [Benchmark(OperationsPerInvoke = 1000)]
    public int EmptyCallAndReset() => _engine.RunAsync(() =>
    {
        var total = 0;
        for (var call = 0; call < 1000; call++)
        {
            total += _instance.Call("billing_abi", [], WasmLimits.Default).Values[0].AsInt32();
            _instance.Reset();
        }

        return total;
    }).GetAwaiter().GetResult();

    /// <summary>Decode, validate, compile, and let RyuJIT finish: an engine of its own, so that nothing is cached.</summary>
    [Benchmark]
    public string CompileCold()
    {
        using var engine = new CilWasmEngine();
        return engine.Compile(FixedFeeWork.Module).Value!.Sha256;
    }

    [Benchmark]
    public string CompileFromCache() => _engine.Compile(FixedFeeWork.Module).Value!.Sha256;

    private int Rate()
    {
        var input = FixedFeeWork.Input;
        var address = Call("alloc", WasmValue.FromInt32(input.Length)).AsInt32();
        if (!_instance.TryWrite((uint)address, input))
            throw new InvalidOperationException("alloc lies.");
        var result = Call("run", WasmValue.FromInt32(address), WasmValue.FromInt32(input.Length)).AsInt64();
        _outputLength = (int)(result & 0xffff_ffff);
        if (!_instance.TryRead((long)((ulong)result >> 32), _output.AsSpan(0, _outputLength)))
            throw new InvalidOperationException("run lies.");
        _instance.Reset();
        return _outputLength;
    }

    private WasmValue Call(string export, params ReadOnlySpan<WasmValue> arguments)
    {
        var call = _instance.Call(export, arguments, WasmLimits.Default);
        return call.Error is { } error ? throw new InvalidOperationException($"{error.Code}: {error.Message}") : call.Values[0];
    }
}
