using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Billing.Sandbox.Engine;

namespace Billing.Sandbox.Tests.Fuzzing;

/// <summary>
/// Takes modules through <c>Compile</c>, <c>Instantiate</c>, <c>Call</c> and <c>Reset</c> and holds the engine to its promises: each step ends as a value or a named error,
/// within its limits and in bounded time, and after a reset the same call does the same again. Case <c>n</c> of a seed depends on nothing but both, so any case can be run alone.
/// </summary>
internal sealed class FuzzRun : IDisposable
{
    private const string Refused = "env.refused";

    private static readonly HashSet<string> Codes =
        [Refused, .. typeof(WasmErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>Fuel ends everything long before the clock does: running into the clock is a finding.</summary>
    private static readonly WasmLimits Limits = new(Fuel: 200_000, MemoryBytes: 8 << 20, StackFrames: 500, StackBytes: 1 << 18, WallClock: TimeSpan.FromSeconds(30));

    private static readonly TimeSpan CaseDeadline = TimeSpan.FromSeconds(60);

    // Cases never repeat, so nothing that was compiled is worth keeping.
    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1, CacheBytes = 0 });

    /// <summary>How many modules were refused and how many calls ended how: <c>ok</c> or an error's code.</summary>
    public SortedDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    public void Dispose() => _engine.Dispose();

    public void Run(string name, int seed, int cases, Func<Random, byte[]> next)
    {
        // Tells the case that took the whole process down, should one ever.
        using var marker = File.CreateText(Path.Combine(TestContext.CurrentContext.WorkDirectory, $"fuzz-{name}.case"));
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < cases; number++)
        {
            marker.BaseStream.Position = 0;
            marker.Write(number.ToString("D9", CultureInfo.InvariantCulture));
            marker.Flush();
            var random = new Random(HashCode(seed, number));
            var module = next(random);
            var started = watch.Elapsed;
            try
            {
                Take(module, random);
                (watch.Elapsed - started).ShouldBeLessThan(CaseDeadline);
            }
            catch (Exception exception)
            {
                throw new ShouldAssertException($"{exception.GetType().Name} in {Describe(name, number, module)}: {exception.Message}", exception);
            }
        }

        TestContext.Out.WriteLine($"{name}: {cases} cases in {watch.Elapsed.TotalSeconds:F1} s: {string.Join(", ", Outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}"))}");
    }

    public int CountOf(Func<string, bool> outcomes) => Outcomes.Where(outcome => outcomes(outcome.Key)).Sum(outcome => outcome.Value);

    // The runtime's own HashCode differs from process to process.
    private static int HashCode(int seed, int number) => unchecked((seed * 397) ^ (number * 486_187_739));

    private void Take(byte[] bytes, Random random)
    {
        var compiled = _engine.Compile(bytes);
        if (compiled.Error is { } refusal) Count(Known(refusal));
        else _engine.RunAsync(() => Use(compiled.Value!, random)).GetAwaiter().GetResult();
    }

    private bool Use(IWasmModule module, Random random)
    {
        var instantiated = module.Instantiate(Imports(module), Limits);
        if (instantiated.Error is { } refusal)
        {
            Count(Known(refusal));
            return false;
        }

        using var instance = instantiated.Value!;
        instance.CaptureImage();
        foreach (var export in module.Exports.Where(export => export.Kind == WasmExternalKind.Function).Take(8))
        {
            var arguments = export.Signature!.Parameters.Select(type => Argument(type, random)).ToArray();
            var first = Call(instance, export.Name, arguments);
            Call(instance, export.Name, arguments).ShouldBe(first, $"{export.Name} did something else after a reset");
            Count(first.Code ?? "ok");
        }

        return true;
    }

    private void Count(string outcome) => Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + 1;

    private static (string? Code, string Values, long Fuel, long Memory) Call(IWasmInstance instance, string export, WasmValue[] arguments)
    {
        var result = instance.Call(export, arguments, Limits);
        result.FuelUsed.ShouldBeInRange(0, Limits.Fuel);
        result.PeakMemoryBytes.ShouldBeLessThanOrEqualTo(Limits.MemoryBytes);
        var code = result.Error is { } error ? Known(error) : null;
        code.ShouldNotBe(WasmErrorCodes.LimitTime);
        instance.Reset();
        return (code, string.Join(' ', result.Values.Select(value => $"{value.Type}:{value.Bits:X}")), result.FuelUsed, result.PeakMemoryBytes);
    }

    private static string Known(WasmError error)
    {
        Codes.ShouldContain(error.Code);
        error.Message.ShouldNotBeNullOrWhiteSpace();
        return error.Code;
    }

    /// <summary>Every function a module asks for: it looks into the caller's memory, gives zeros, and now and then refuses.</summary>
    private static WasmImports Imports(IWasmModule module)
    {
        var imports = new WasmImports();
        foreach (var import in module.Imports.Where(import => import.Kind == WasmExternalKind.Function).DistinctBy(import => (import.Module, import.Name)))
        {
            imports.Add(import.Module, import.Name, new WasmHostFunction(import.Signature!, (caller, arguments) =>
            {
                var address = arguments.Length > 0 ? (long)arguments[0].Bits : 0;
                if (address % 13 == 12) throw new WasmHostException(Refused, "This number is refused.");
                Span<byte> seen = stackalloc byte[4];
                if (caller.TryRead(address, seen)) caller.TryWrite(address, seen);
                return [.. import.Signature!.Results.Select(type => new WasmValue(type, 0))];
            }));
        }

        return imports;
    }

    private static WasmValue Argument(WasmType type, Random random) => type switch
    {
        WasmType.FuncRef or WasmType.ExternRef => new WasmValue(type, 0),
        WasmType.I32 or WasmType.F32 => new WasmValue(type, (uint)(random.Next(2) == 0 ? random.Next(100) : random.NextInt64(uint.MaxValue))),
        _ => new WasmValue(type, (ulong)(random.Next(2) == 0 ? random.Next(100) : random.NextInt64(long.MinValue, long.MaxValue))),
    };

    private static string Describe(string name, int number, byte[] module)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"fuzz-{name}-{number}.wasm");
        File.WriteAllBytes(path, module);
        return $"case {number} of {name} ({module.Length} bytes, kept in {path})";
    }
}
