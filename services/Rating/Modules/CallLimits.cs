using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating;

/// <summary>
/// Limits of one call. They grow with its work, that is with the events and charges that go in: fuel by 20,000, input and output by 1 KiB, memory by 8 KiB
/// (never beyond 512 MiB), the wall clock by 1 ms. A manifest may ask for less than the pipeline's limits, never for more.
/// </summary>
public sealed class CallLimits
{
    public const int StackFrames = 1_000;
    public const int StackBytes = 1 << 20;

    private const long BytesPerItem = 1024;
    private const long MemoryPerItem = 8 * BytesPerItem;
    private const long LargestMemory = 512L << 20;

    private readonly ModuleLimits _limits;

    /// <param name="tier">Limits of the pipeline.</param>
    /// <param name="asked">Limits of the manifest.</param>
    public CallLimits(ModuleLimits tier, ModuleLimits? asked)
    {
        var all = OrDefault(tier);
        _limits = new ModuleLimits(
            Least(all.Fuel, asked?.Fuel),
            Least(all.FuelPerItem, asked?.FuelPerItem),
            Least(all.MemoryBytes, asked?.MemoryBytes),
            Least(all.InputBytes, asked?.InputBytes),
            Least(all.OutputBytes, asked?.OutputBytes),
            (int)Least(all.WallClockMilliseconds, asked?.WallClockMilliseconds));
    }

    /// <summary>Limits of first-party modules: 100 million fuel, 64 MiB memory, 8 MiB in and out, 2 s.</summary>
    public static ModuleLimits Default { get; } = new(100_000_000, 20_000, 64L << 20, 8L << 20, 8L << 20, 2_000);

    /// <summary>The given limits, with <see cref="Default"/> where they say nothing.</summary>
    public static ModuleLimits OrDefault(ModuleLimits? limits) => limits is null
        ? Default
        : new ModuleLimits(
            limits.Fuel ?? Default.Fuel,
            limits.FuelPerItem ?? Default.FuelPerItem,
            limits.MemoryBytes ?? Default.MemoryBytes,
            limits.InputBytes ?? Default.InputBytes,
            limits.OutputBytes ?? Default.OutputBytes,
            limits.WallClockMilliseconds ?? Default.WallClockMilliseconds);

    public long InputBytes(int items) => _limits.InputBytes!.Value + (items * BytesPerItem);

    public long OutputBytes(int items) => _limits.OutputBytes!.Value + (items * BytesPerItem);

    /// <param name="items">Events and charges that go in.</param>
    public WasmLimits Of(int items) => new(
        _limits.Fuel!.Value + (items * _limits.FuelPerItem!.Value),
        Math.Min(_limits.MemoryBytes!.Value + (items * MemoryPerItem), Math.Max(LargestMemory, _limits.MemoryBytes.Value)),
        StackFrames,
        StackBytes,
        TimeSpan.FromMilliseconds(_limits.WallClockMilliseconds!.Value + items));

    private static long Least(long? tier, long? asked) => asked is { } less && less < tier!.Value ? less : tier!.Value;
}
