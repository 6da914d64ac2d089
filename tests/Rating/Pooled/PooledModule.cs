using System.Text;
using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating.Tests.Pooled;

/// <summary>One of several modules made of <c>worker.wat</c>, with what each of its calls must come to.</summary>
internal sealed class PooledModule : IDisposable
{
    private static readonly CallLimits Limits = new(CallLimits.Default with { Fuel = 60_000 }, null);
    private static readonly string[] Kinds = ["w", "g", "t", "a", "f"];

    private readonly SandboxedModule _module;
    private readonly char _letter;
    private readonly uint _multiplier;

    private PooledModule(SandboxedModule module, char letter, uint multiplier)
    {
        _module = module;
        _letter = letter;
        _multiplier = multiplier;
    }

    public static PooledModule Compile(IWasmEngine engine, int number)
    {
        var (letter, multiplier) = ((char)('A' + number), 31u + (2 * (uint)number));
        var text = File.ReadAllText(RepositoryFolder.Of("tests/Rating/Pooled/worker.wat")).Replace("LETTER", $"{(int)letter}").Replace("MULTIPLIER", $"{multiplier}");
        return new PooledModule(SandboxedModule.Compile(engine, $"mod.{letter}@1.0.0", Wabt.AssembleText(text)), letter, multiplier);
    }

    /// <summary>An input: mostly work, of every 100 some that grow, trap, abort and never end.</summary>
    public static string Input(Random random)
    {
        var kind = random.Next(100) switch { < 5 => "g", 5 => "t", 6 => "a", 7 => "f", _ => "w" };
        return kind + new string('x', random.Next(8)) + random.Next(10);
    }

    /// <summary>An input of each kind and length.</summary>
    public static IEnumerable<string> AllInputs => from kind in Kinds from length in Enumerable.Range(0, 8) from last in Enumerable.Range(0, 10) select kind + new string('x', length) + last;

    /// <summary>Calls it on a thread of the engine, checks what comes of it and gives the fuel.</summary>
    public long CallAndCheck(string input)
    {
        var call = _module.Call(Encoding.UTF8.GetBytes(input), 0, Limits);
        call.Outcome.ShouldBe(input[0] switch { 't' => WasmErrorCodes.TrapUnreachable, 'a' => ErrorCodes.ModuleAbort, 'f' => ErrorCodes.LimitFuel, _ => "ok" }, input);
        if (call.Output is { } output) Encoding.UTF8.GetString(output).ShouldBe(Expected(input), input);
        return call.Usage.Fuel;
    }

    public void Dispose() => _module.Dispose();

    // Called once, both cells counted once, function 0 of three in the table, two pages of memory; then the hash.
    private string Expected(string input)
    {
        uint hash = _letter;
        foreach (var character in input) hash = unchecked((hash ^ character) * _multiplier);
        return _letter + "111032" + string.Concat(Enumerable.Range(0, 8).Select(i => (char)('a' + ((hash >> (4 * i)) & 15))));
    }
}
