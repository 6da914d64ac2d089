using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Fuel;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>Runs generated modules in an engine, each three times: in a fresh instance, in another one, and in that one again after a reset. All must be the same, to the unit of fuel.</summary>
/// <param name="counts">Whether the modules count their fuel themselves, see <see cref="FuelInstrumentation"/>; what the engine counts is then left out.</param>
internal sealed class EngineRun(IWasmEngine engine, bool counts = false)
{
    /// <summary>Nothing that is generated comes near them: running into one is a finding. Bulk instructions are charged for what they name, up to 2^32, before they look at bounds.</summary>
    private static readonly WasmLimits AmpleLimits = new(Fuel: 1L << 50, MemoryBytes: 8 << 20, StackFrames: 1_000, StackBytes: 1 << 20, WallClock: TimeSpan.FromSeconds(60));

    /// <summary>Of each call of the module.</summary>
    public WasmLimits Limits { get; init; } = AmpleLimits;

    /// <summary>Whether the transcript tells the fuel of each call.</summary>
    public bool TellsFuel { get; init; }

    /// <summary>Told of each instruction that reports itself, see <see cref="Rendering.MarksReached"/>.</summary>
    public Action<WasmOp> OnReached { get; set; } = _ => { };

    private readonly IWasmModule _linked = engine.Compile(Counting(LinkedModule.Wasm, counts)).Value!;

    /// <summary>What happened, in the words of <see cref="Transcript"/>; ends with a complaint when the engine differed from itself.</summary>
    public IReadOnlyList<string> Run(GeneratedModule module)
    {
        var compiled = engine.Compile(Counting(module.Wasm, counts));
        if (compiled.Error is { } error) return [$"refused: {error}"];
        return engine.RunAsync(() => Run(compiled.Value!, module)).GetAwaiter().GetResult();
    }

    private static byte[] Counting(byte[] wasm, bool counts) => counts ? FuelInstrumentation.Instrument(wasm, (uint)(AmpleLimits.MemoryBytes >> 16)) : wasm;

    private string[] Run(IWasmModule compiled, GeneratedModule module)
    {
        var first = Once(compiled, module, andAfterReset: false);
        var again = Once(compiled, module, andAfterReset: true);
        var reset = again.Skip(first.Count).ToList();
        if (reset.Count == 0) reset = first;
        if (Unlike("a second instance", first, again.Take(first.Count)) is { } second) return [.. Visible(first), second];
        return Unlike("after a reset", first, reset) is { } third ? [.. Visible(first), third] : Visible(first);
    }

    // Lines with fuel are for comparing runs of one engine.
    private string[] Visible(List<string> lines) => [.. lines.Where(line => TellsFuel || !line.StartsWith("fuel", StringComparison.Ordinal))];

    private static string? Unlike(string where, List<string> first, IEnumerable<string> other)
    {
        var differences = first.Zip(other.Concat(Enumerable.Repeat("nothing", first.Count))).Where(pair => pair.First != pair.Second).ToArray();
        return differences.Length == 0 ? null : $"{where}: {differences[0].Second} instead of {differences[0].First}";
    }

    private List<string> Once(IWasmModule compiled, GeneratedModule module, bool andAfterReset)
    {
        var transcript = new Transcript();
        using var meter = counts ? new FuelMeter(engine) : null;
        var imports = Imports(meter);
        foreach (var import in compiled.Imports.Where(import => import.Module == "host").DistinctBy(import => import.Name))
            imports.Add("host", import.Name, import.Name == "reached" ? Reached(import) : HostFunctions.Create(import, transcript));
        using var linked = compiled.Imports.Any(import => import.Module == "linked") ? _linked.Instantiate(Imports(meter), AmpleLimits).Value : null;
        foreach (var name in compiled.Imports.Where(import => import.Module == "linked").Select(import => import.Name).Distinct(StringComparer.Ordinal))
            imports.Add("linked", name, linked!.FindExport(name)!);

        var instantiated = compiled.Instantiate(imports, AmpleLimits);
        transcript.Add(instantiated.Error is { } error ? $"instantiate -> {error.Code}" : "instantiate ->");
        using var instance = instantiated.Value;
        if (instance is null)
        {
            if (linked is not null) transcript.AddEnd("linked", linked, _linked, withTables: false);
            return [.. transcript.Lines];
        }

        transcript.Watch(instance);
        instance.CaptureImage();
        linked?.CaptureImage();
        var begun = transcript.Lines.Count;
        Call();
        if (!andAfterReset) return [.. transcript.Lines];
        instance.Reset();
        linked?.Reset();
        foreach (var line in transcript.Lines.Take(begun).ToArray()) transcript.Add(line);
        Call();
        return [.. transcript.Lines];

        void Call()
        {
            foreach (var call in module.Calls)
            {
                instance.Call("refill", [], AmpleLimits).Error.ShouldBeNull();
                meter?.Begin(Limits.Fuel);
                var result = instance.Call(call.Export, [.. call.Parameters.Zip(call.Arguments, (type, bits) => Argument(instance, type, bits))], counts ? AmpleLimits : Limits);
                if (meter is not null) result = meter.End(result, Limits.Fuel);
                transcript.AddCall(call.Export, result);
                transcript.Add($"fuel {result.FuelUsed}");
            }

            transcript.AddEnd("own", instance, compiled);
            if (linked is not null) transcript.AddEnd("linked", linked, _linked);
        }
    }

    private static WasmImports Imports(FuelMeter? meter) => meter?.AddTo(new WasmImports()) ?? new WasmImports();

    private WasmHostFunction Reached(WasmImport import) => new(import.Signature!, (_, arguments) =>
    {
        OnReached((WasmOp)arguments[0].Bits);
        return [];
    });

    private static WasmValue Argument(IWasmInstance instance, WasmType type, ulong bits) => type switch
    {
        WasmType.FuncRef => new WasmValue(type, 0, bits == 0 ? null : instance.FindExport($"f{bits - 1}")),
        WasmType.ExternRef => new WasmValue(type, 0, bits == 0 ? null : $"e{bits - 1}"),
        _ => new WasmValue(type, bits),
    };
}
