using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Fuel;

/// <summary>What instrumented modules count with, see <see cref="FuelInstrumentation"/>.</summary>
internal sealed class FuelMeter : IDisposable
{
    private static readonly byte[] Module = Build();

    private readonly IWasmInstance _instance;

    public FuelMeter(IWasmEngine engine)
    {
        _instance = engine.Compile(Module).Value!.Instantiate(new WasmImports(), WasmLimits.Default).Value!;
        Begin(long.MaxValue);
    }

    public WasmImports AddTo(WasmImports imports) => imports.Add("meter", "fuel", _instance.FindExport("fuel")!).Add("meter", "limit", _instance.FindExport("limit")!);

    /// <summary>Counts from zero, up to a limit.</summary>
    public void Begin(long limit) => _instance.Call("begin", [WasmValue.FromInt64(limit)], WasmLimits.Default).Error.ShouldBeNull();

    /// <summary>The result of a call as the model wants it, by what was counted since <see cref="Begin"/>. Nothing is counted against a limit any more.</summary>
    public WasmCallResult End(WasmCallResult result, long limit)
    {
        _instance.TryReadGlobal("fuel", out var fuel).ShouldBeTrue();
        Begin(long.MaxValue);
        return fuel.AsInt64() <= limit
            ? result with { FuelUsed = fuel.AsInt64() }
            : result with { Values = [], Error = new WasmError(WasmErrorCodes.LimitFuel, "counted"), FuelUsed = limit };
    }

    public void Dispose() => _instance.Dispose();

    private static byte[] Build()
    {
        var builder = new ModuleBuilder();
        var fuel = builder.Global(Op.I64, mutable: true, code => code.I64(0), "fuel");
        var limit = builder.Global(Op.I64, mutable: true, code => code.I64(0), "limit");
        builder.Function([Op.I64], [], code => code.I64(0).Emit(Op.GlobalSet).Unsigned(fuel).Get(0).Emit(Op.GlobalSet).Unsigned(limit), "begin");
        return builder.Build();
    }
}
