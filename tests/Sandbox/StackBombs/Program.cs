using Billing.Sandbox.Engine;

namespace Billing.Sandbox.Tests.StackBombs;

/// <summary>What the test process starts as a process of its own: a StackOverflowException cannot be caught, it is told by how the process ends.</summary>
internal static class Program
{
    public const string Bombs = "bombs";
    public const string Overflow = "overflow";

    private const long Ample = 1L << 50;

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case [Bombs]:
                RunBombs();
                return 0;
            case [Overflow]:
                Console.WriteLine(Deeper(0));
                return 0;
            default:
                Console.Error.WriteLine($"Say {Bombs} or {Overflow}; the tests themselves are run by dotnet test.");
                return 2;
        }
    }

    // A line for each: its name, how it ended, and what the instance gave when it was called again.
    private static void RunBombs()
    {
        using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1, CacheBytes = 1 });
        foreach (var bomb in StackBomb.All)
            Console.WriteLine($"{bomb.Name}: {engine.RunAsync(() => Outcome(engine, bomb)).GetAwaiter().GetResult()}");
    }

    private static string Outcome(CilWasmEngine engine, StackBomb bomb)
    {
        var compiled = engine.Compile(bomb.Build());
        if (compiled.Error is { } refusal) return refusal.ToString();
        var limits = WasmLimits.Default with { Fuel = Ample, WallClock = TimeSpan.FromMinutes(1) };
        using var instance = compiled.Value!.Instantiate(Host(limits), limits).Value!;
        var call = instance.Call("run", [], limits);
        return FormattableString.Invariant($"{call.Outcome}, then {instance.Call("intact", [], limits).Values[0].AsInt32()}");
    }

    private static WasmImports Host(WasmLimits limits) => new WasmImports().Add("host", "again", new WasmHostFunction(new WasmSignature([], []), (instance, _) =>
        instance.Call("run", [], limits).Error is { } error ? throw new WasmHostException(error.Code, error.Message) : []));

    private static long Deeper(long depth) => Deeper(depth + 1) + depth;
}
