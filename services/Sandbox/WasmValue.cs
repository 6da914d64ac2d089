namespace Billing.Sandbox;

/// <summary>A number, a vector or a reference. Floats are kept as their bits.</summary>
public readonly record struct WasmValue(WasmType Type, ulong Bits, object? Reference = null)
{
    /// <summary>The upper half of a v128; 0 for everything else.</summary>
    public ulong UpperBits { get; init; }

    public static WasmValue FromInt32(int value) => new(WasmType.I32, (uint)value);

    public static WasmValue FromInt64(long value) => new(WasmType.I64, (ulong)value);

    /// <summary>A v128; its first lane is in the lowest bits.</summary>
    public static WasmValue FromVector(UInt128 bits) => new(WasmType.V128, (ulong)bits) { UpperBits = (ulong)(bits >> 64) };

    public int AsInt32() => (int)(uint)Bits;

    public long AsInt64() => (long)Bits;

    public UInt128 AsVector() => new(UpperBits, Bits);
}
