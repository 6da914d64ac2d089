using Billing.Sandbox;
using Billing.Sandbox.Engine;

namespace Billing.Benchmarks;

/// <summary>An instance whose calls must not fail, with the image it goes back to. All but the constructor and <see cref="Write"/> is for the engine's own threads.</summary>
internal sealed class EngineInstance : IDisposable
{
    // A kernel that is timed runs longer than any billing module may.
    private static readonly WasmLimits Limits = WasmLimits.Default with { Fuel = long.MaxValue, WallClock = TimeSpan.FromMinutes(10) };

    private static readonly WasmImports Imports = new WasmImports().Add("env", "abort", new WasmHostFunction(
        new WasmSignature([WasmType.I32, WasmType.I32, WasmType.I32, WasmType.I32], []), (_, _) => throw new WasmHostException("module.abort", "aborted")));

    private readonly byte[] _output = new byte[1 << 20];
    private int _outputLength;

    public EngineInstance(CilWasmEngine engine, byte[] wasm)
    {
        var compiled = engine.Compile(wasm);
        Module = compiled.Value ?? throw new InvalidOperationException(compiled.Error!.Message);
        Instance = engine.RunAsync(() =>
        {
            var instance = Instantiate(Module);
            instance.CaptureImage();
            return instance;
        }).GetAwaiter().GetResult();
    }

    public IWasmModule Module { get; }

    public IWasmInstance Instance { get; }

    /// <summary>What the last <see cref="Rate"/> answered.</summary>
    public ReadOnlySpan<byte> Answer => _output.AsSpan(0, _outputLength);

    /// <summary>What all calls burned until now.</summary>
    public long Fuel { get; private set; }

    public static IWasmInstance Instantiate(IWasmModule module)
    {
        var created = module.Instantiate(Imports, Limits);
        return created.Value ?? throw new InvalidOperationException(created.Error!.Message);
    }

    public void Write(long address, ReadOnlySpan<byte> bytes)
    {
        if (!Instance.TryWrite(address, bytes))
            throw new InvalidOperationException($"Memory has no room for {bytes.Length} bytes at {address}.");
    }

    /// <summary>Calls <c>run(first, second)</c>.</summary>
    public WasmValue Run(int first, int second) => Call("run", WasmValue.FromInt32(first), WasmValue.FromInt32(second));

    /// <summary>One call by the modules' ABI, from a fresh image.</summary>
    public ReadOnlySpan<byte> Rate(ReadOnlySpan<byte> input)
    {
        var address = Call("alloc", WasmValue.FromInt32(input.Length)).AsInt32();
        Write((uint)address, input);
        var result = (ulong)Run(address, input.Length).AsInt64();
        _outputLength = (int)(result & 0xffff_ffff);
        if (!Instance.TryRead((long)(result >> 32), _output.AsSpan(0, _outputLength)))
            throw new InvalidOperationException("run lies.");
        Instance.Reset();
        return Answer;
    }

    public WasmValue Call(string export, params ReadOnlySpan<WasmValue> arguments)
    {
        var call = Instance.Call(export, arguments, Limits);
        Fuel += call.FuelUsed;
        return call.Error is { } error ? throw new InvalidOperationException($"{error.Code}: {error.Message}") : call.Values[0];
    }

    public void Dispose() => Instance.Dispose();
}
