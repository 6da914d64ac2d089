using Billing.Sandbox.Compilation;
using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Differential;

namespace Billing.Sandbox.Tests.Fuel;

/// <summary>
/// The engine's fuel against the model written into the modules themselves: random programs end the same, with the same fuel, memories, tables and globals, whatever fuel they are given.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class FuelReferenceTests
{
    private const int Seed = 27_182;

    // Few units end a call in its first blocks, more of them further in.
    private static readonly long[] Limits = [1, 3, 8, 21, 55, 144, 377, 987, 2_584, 1L << 50];

    [Test]
    public void Random_programs_use_the_fuel_of_the_model_and_stop_where_it_does()
    {
        using var metered = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
        using var unmetered = new CilWasmEngine(new WasmEngineOptions { Threads = 1, Metering = Metering.Off });
        var runs = Array.ConvertAll(Limits, limit => (Limit: limit, Engine: Run(metered, limit, counts: false), Model: Run(unmetered, limit, counts: true)));
        var (stopped, trapped) = (0, 0);
        for (var number = 0; number < TestScale.Of(quick: 60, full: 5_000); number++)
        {
            var module = ModuleGenerator.Generate(Seed, number);
            foreach (var run in runs)
            {
                var transcript = run.Engine.Run(module);
                transcript.ShouldBe(run.Model.Run(module), $"module {number} of seed {Seed} with {run.Limit} units of fuel");
                stopped += transcript.Count(line => line.Contains(WasmErrorCodes.LimitFuel, StringComparison.Ordinal));
                trapped += transcript.Count(line => line.Contains("-> trap.", StringComparison.Ordinal));
            }
        }

        stopped.ShouldBeGreaterThan(500, "of the calls many should run out of fuel");
        trapped.ShouldBeGreaterThan(50, "of the calls many should trap");
    }

    private static EngineRun Run(CilWasmEngine engine, long limit, bool counts) =>
        new(engine, counts) { Limits = new WasmLimits(limit, MemoryBytes: 8 << 20, StackFrames: 1_000, StackBytes: 1 << 20, WallClock: TimeSpan.FromSeconds(60)), TellsFuel = true };
}
