using Billing.Sandbox.Engine;

namespace Billing.Benchmarks;

/// <summary>Rounds of the benchmark's document through the module in our engine, from a fresh image each time, and through plain C#, once it is sure that both give the same bytes.</summary>
public sealed class FixedFeeRuns : IDisposable
{
    /// <summary>Calls in one round.</summary>
    public const int Calls = 250;

    private readonly CilWasmEngine _engine = new();
    private readonly EngineInstance _instance;

    public FixedFeeRuns(byte[] module)
    {
        _instance = new EngineInstance(_engine, module);
        _engine.RunAsync(Rate).GetAwaiter().GetResult();
        if (!Answer.SequenceEqual(PlainFixedFee.Rate(FixedFeeWork.Input)))
            throw new InvalidOperationException("The module and plain C# do not give the same bytes.");
    }

    /// <summary>What the module answered last.</summary>
    public ReadOnlySpan<byte> Answer => _instance.Answer;

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
            total += _instance.Call("billing_abi").AsInt32();
            _instance.Instance.Reset();
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
        var before = _instance.Fuel;
        var length = _instance.Rate(FixedFeeWork.Input).Length;
        Fuel = _instance.Fuel - before;
        return length;
    }
}
