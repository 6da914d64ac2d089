using Billing.Sandbox.Compilation;
using Billing.Sandbox.Engine;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>
/// Charges that were merged cannot be told from charges of each block: random modules end the same, with the same fuel, memory and globals, whatever fuel they are given.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class ChargePlanTests
{
    private const int Seed = 31_415;

    private static readonly WasmLimits Limits = new(Fuel: 1L << 50, MemoryBytes: 8 << 20, StackFrames: 1_000, StackBytes: 1 << 20, WallClock: TimeSpan.FromSeconds(60));

    // Few units end a call in its first blocks, more of them further in; an odd step meets blocks in all their parts.
    private static readonly long[] Fuels = [1, 2, 3, 5, 7, 11, 17, 29, 47, 79, 131, 223, 379, 641, 1_087, Limits.Fuel];

    [Test]
    public void Merged_charges_end_every_call_as_charges_of_each_block_do()
    {
        var ended = 0;
        using var merged = Engine(Metering.Merged);
        using var each = Engine(Metering.EachBlock);
        var pairs = Array.ConvertAll(Fuels, fuel => (Fuel: fuel, Merged: Run(merged, fuel), Each: Run(each, fuel)));
        for (var number = 0; number < TestScale.Of(quick: 30, full: 2_000); number++)
        {
            var module = ModuleGenerator.Generate(Seed, number);
            foreach (var pair in pairs)
            {
                var transcript = pair.Each.Run(module);
                pair.Merged.Run(module).ShouldBe(transcript, $"module {number} of seed {Seed} with {pair.Fuel} units of fuel");
                ended += transcript.Any(line => line.Contains(WasmErrorCodes.LimitFuel, StringComparison.Ordinal)) ? 1 : 0;
            }
        }

        ended.ShouldBeGreaterThan(50, "of the calls many should run out of fuel");
    }

    private static CilWasmEngine Engine(Metering metering) => new(new WasmEngineOptions { Threads = 1, Metering = metering });

    private static EngineRun Run(CilWasmEngine engine, long fuel) => new(engine) { Limits = Limits with { Fuel = fuel }, TellsFuel = true };
}
