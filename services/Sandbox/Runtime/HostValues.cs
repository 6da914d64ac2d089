using System.Runtime.Intrinsics;

namespace Billing.Sandbox.Runtime;

/// <summary>Turns numbers and references of compiled code into values of the host and back. Called by name from the adapters of host functions.</summary>
internal static class HostValues
{
    public static WasmValue WrapI32(int value) => new(WasmType.I32, (uint)value);

    public static WasmValue WrapI64(long value) => new(WasmType.I64, (ulong)value);

    public static WasmValue WrapF32(float value) => new(WasmType.F32, BitConverter.SingleToUInt32Bits(value));

    public static WasmValue WrapF64(double value) => new(WasmType.F64, BitConverter.DoubleToUInt64Bits(value));

    public static WasmValue WrapV128(Vector128<byte> value) =>
        new(WasmType.V128, value.AsUInt64().GetElement(0)) { UpperBits = value.AsUInt64().GetElement(1) };

    public static WasmValue WrapFuncRef(object? value) => new(WasmType.FuncRef, 0, value);

    public static WasmValue WrapExternRef(object? value) => new(WasmType.ExternRef, 0, value);

    public static int UnwrapI32(WasmValue[] values, int index) => (int)(uint)values[index].Bits;

    public static long UnwrapI64(WasmValue[] values, int index) => (long)values[index].Bits;

    public static float UnwrapF32(WasmValue[] values, int index) => BitConverter.UInt32BitsToSingle((uint)values[index].Bits);

    public static double UnwrapF64(WasmValue[] values, int index) => BitConverter.UInt64BitsToDouble(values[index].Bits);

    public static Vector128<byte> UnwrapV128(WasmValue[] values, int index) => Vector128.Create(values[index].Bits, values[index].UpperBits).AsByte();

    public static FunctionReference? UnwrapFuncRef(WasmValue[] values, int index) => (FunctionReference?)values[index].Reference;

    public static object? UnwrapExternRef(WasmValue[] values, int index) => values[index].Reference;
}
