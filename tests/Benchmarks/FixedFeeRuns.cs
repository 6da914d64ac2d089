using Billing.Sandbox;
using Billing.Sandbox.Engine;

namespace Billing.Benchmarks;

/// <summary>Rounds of the benchmark's document through the module in our engine, from a fresh image each time, and through plain C#, once it is sure that both give the same bytes.</summary>
public sealed class FixedFeeRuns : IDisposable
{
    /// <summary>Calls in one round.</summary>
    public const int Calls = 250;

    private static readonly WasmImports Imports = new WasmImports().Add("env", "abort", new WasmHostFunction(
        new WasmSignature([WasmType.I32, WasmType.I32, WasmType.I32, WasmType.I32], []), (_, _) => throw new WasmHostException("module.abort", "aborted")));

    private readonly byte[] _output = new byte[1 << 20];
    private readonly CilWasmEngine _engine = new();
    private readonly IWasmInstance _instance;
    private int _outputLength;

    public FixedFeeRuns(byte[] module)
    {
        var compiled = _engine.Compile(module).Value ?? throw new InvalidOperationException("The module does not compile.");
        _instance = _engine.RunAsync(() =>
        {
            var instance = compiled.Instantiate(Imports, WasmLimits.Default).Value ?? throw new InvalidOperationException("The module cannot be instantiated.");
            instance.CaptureImage();
            return instance;
        }).GetAwaiter().GetResult();
        _engine.RunAsync(Rate).GetAwaiter().GetResult();
        if (!Answer.SequenceEqual(PlainFixedFee.Rate(FixedFeeWork.Input)))
            throw new InvalidOperationException("The module and plain C# do not give the same bytes.");
    }

    /// <summary>What the module answered last.</summary>
    public ReadOnlySpan<byte> Answer => _output.AsSpan(0, _outputLength);

    /// <summary>What the last call of the module burned.</summary>
    public long Fuel { get; private set; }

    public int Module() => _engine.RunAsync(() =>
    {
        var total = 0;
        for (var call = 0; call < Calls; call++)
            total += Rate();
        return total;
    }).GetAwaiter().GetResult();

    public static int PlainCSharp()
    {
        var total = 0;
        for (var call = 0; call < Calls; call++)
            total += PlainFixedFee.Rate(FixedFeeWork.Input).Length;
        return total;
    }

    /// <summary>Calls that do nothing, and the reset behind each.</summary>
    public int EmptyCalls() => _engine.RunAsync(() =>
    {
        var total = 0;
        for (var call = 0; call < Calls; call++)
        {
            total += Call("billing_abi").AsInt32();
            _instance.Reset();
        }

        return total;
    }).GetAwaiter().GetResult();

    public void Dispose()
    {
        _instance.Dispose();
        _engine.Dispose();
    }

    private int Rate()
    {
        var input = FixedFeeWork.Input;
        Fuel = 0;
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
        Fuel += call.FuelUsed;
        return call.Error is { } error ? throw new InvalidOperationException($"{error.Code}: {error.Message}") : call.Values[0];
    }
}
