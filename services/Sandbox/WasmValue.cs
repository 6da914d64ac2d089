namespace Billing.Sandbox;

/// <summary>A number or a reference. Floats are kept as their bits.</summary>
public readonly record struct WasmValue(WasmType Type, ulong Bits, object? Reference = null)
{
    public static WasmValue FromInt32(int value) => new(WasmType.I32, (uint)value);

    public static WasmValue FromInt64(long value) => new(WasmType.I64, (ulong)value);

    public int AsInt32() => (int)(uint)Bits;

    public long AsInt64() => (long)Bits;
}
