using Billing.Sandbox.Binary;
using Billing.Sandbox.Engine;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>
/// Runs the same modules in this engine and in V8 and compares what happens. Every other one is without the code that makes NaNs canonical for V8, since this engine promises to do that itself.
/// </summary>
internal sealed class DifferentialRun : IDisposable
{
    private const int Batch = 40;

    private readonly int _seed;
    private readonly V8 _v8 = V8.Start(LinkedModule.Wasm);

    // No module comes twice, so nothing that was compiled is worth keeping.
    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1, CacheBytes = 0 });
    private readonly EngineRun _ours;

    public DifferentialRun(int seed)
    {
        _seed = seed;
        _ours = new EngineRun(_engine);
    }

    /// <summary>How many calls from outside ended how: <c>ok</c>, or the code of an error.</summary>
    public SortedDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>As if the engine mistook one instruction for another.</summary>
    public IReadOnlyDictionary<WasmOp, WasmOp> Mistakes { get; init; } = new Rendering().Instead;

    public void Dispose()
    {
        _v8.Dispose();
        _engine.Dispose();
    }

    /// <summary>The first case that differs, made as small as can be; null when there is none.</summary>
    public async Task<Mismatch?> FindAsync(int first, int cases)
    {
        for (var start = first; start < first + cases; start += Batch)
        {
            var numbers = Enumerable.Range(start, Math.Min(Batch, first + cases - start)).ToArray();
            var theirs = _v8.RunAsync(Array.ConvertAll(numbers, number => ForV8(number, null)));
            var ours = Array.ConvertAll(numbers, number => _ours.Run(ForUs(number, null)));
            foreach (var ((number, our), their) in numbers.Zip(ours).Zip(await theirs))
            {
                if (Difference.Between(our, their) is { } difference) return await ShrinkAsync(number, difference);
                Count(our);
            }
        }

        return null;
    }

    public int CountOf(Func<string, bool> outcomes) => Outcomes.Where(outcome => outcomes(outcome.Key)).Sum(outcome => outcome.Value);

    private void Count(IReadOnlyList<string> transcript)
    {
        foreach (var line in transcript.Where(line => line.StartsWith('f') || line.StartsWith("instantiate", StringComparison.Ordinal)))
        {
            var end = line[(line.IndexOf("->", StringComparison.Ordinal) + 2)..].Trim();
            var outcome = end.Contains('.', StringComparison.Ordinal) ? end : "ok";
            Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + 1;
        }
    }

    // Leaves out statements, many at once and then fewer, for as long as there is a difference.
    private async Task<Mismatch> ShrinkAsync(int number, Difference difference)
    {
        HashSet<int> omitted = [];
        var original = ForV8(number, null);
        for (var width = original.Statements.Count; width > 0; width /= 2)
        {
            foreach (var part in ForV8(number, omitted).Statements.Reverse().Chunk(width))
            {
                HashSet<int> more = [.. omitted, .. part];
                if (await DifferenceOfAsync(number, more) is not { } smaller) continue;
                (omitted, difference) = (more, smaller);
            }
        }

        return new Mismatch(_seed, number, difference, ForUs(number, null).Wasm, ForUs(number, omitted).Wasm);
    }

    private async Task<Difference?> DifferenceOfAsync(int number, HashSet<int> omitted) =>
        Difference.Between(_ours.Run(ForUs(number, omitted)), (await _v8.RunAsync([ForV8(number, omitted)]))[0]);

    // Now and then functions so large that the JIT stops optimising them.
    private static int SizeOf(int number) => number % 400 == 399 ? 300 : ModuleGenerator.DefaultSize;

    private GeneratedModule ForV8(int number, HashSet<int>? omitted) => ModuleGenerator.Generate(_seed, number, SizeOf(number), new Rendering(Omitted: omitted));

    private GeneratedModule ForUs(int number, HashSet<int>? omitted) =>
        ModuleGenerator.Generate(_seed, number, SizeOf(number), new Rendering(CanonicalNaNs: number % 2 == 0, Omitted: omitted) { Instead = Mistakes });
}

/// <summary>A module that does something else in V8.</summary>
/// <param name="Wasm">What this engine was given.</param>
/// <param name="Smallest">The same with all statements left out that the difference does not need.</param>
internal sealed record Mismatch(int Seed, int Number, Difference Difference, byte[] Wasm, byte[] Smallest)
{
    private const int LinesBefore = 12;

    /// <summary>Writes the modules into a folder and tells what to do with them.</summary>
    public string Describe(string folder)
    {
        var whole = Path.Combine(folder, $"differential-{Seed}-{Number}.wasm");
        var smallest = Path.ChangeExtension(whole, ".smallest.wasm");
        File.WriteAllBytes(whole, Wasm);
        File.WriteAllBytes(smallest, Smallest);
        return $"""
            Case {Number} of seed {Seed} differs:
              {string.Join("\n  ", Difference.Before.TakeLast(LinesBefore))}
              here  {Difference.Ours}
              V8    {Difference.Theirs}
            The module is {whole} ({Wasm.Length} bytes); {smallest} ({Smallest.Length} bytes) differs too, and these lines are about it.
            Alone: {DifferentialTests.SeedVariable}={Seed} {DifferentialTests.FirstVariable}={Number} {DifferentialTests.CasesVariable}=1 dotnet test tests/Sandbox --filter {nameof(DifferentialTests)}
            """;
    }
}
