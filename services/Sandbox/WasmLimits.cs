namespace Billing.Sandbox;

/// <summary>Limits of one call. All are hard.</summary>
/// <param name="Fuel">Units of fuel, see docs/decisions for the model.</param>
/// <param name="MemoryBytes">Cap on memory 0; a grow beyond it returns -1 to the module, an initial size beyond it is <c>limit.memory</c>.</param>
/// <param name="StackFrames">Frames of the module's own functions. More than 1,000 counts as 1,000.</param>
/// <param name="StackBytes">Bytes counted from the module alone: 64 a frame plus 8 per parameter, local and operand slot, 16 where it holds a v128. More than 1 MiB counts as 1 MiB.</param>
/// <param name="WallClock">Backstop only; running out of it is <c>limit.time</c> and is not deterministic.</param>
public sealed record WasmLimits(long Fuel, long MemoryBytes, int StackFrames, int StackBytes, TimeSpan WallClock)
{
    public static WasmLimits Default { get; } = new(100_000_000, 64L << 20, 1_000, 1 << 20, TimeSpan.FromSeconds(2));
}
