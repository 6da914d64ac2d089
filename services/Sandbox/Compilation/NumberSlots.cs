using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

/// <summary>How a number is kept in a slot of <see cref="InstanceContext.SlotBytes"/>: in its own width, at the beginning. Addresses are on the CIL stack.</summary>
internal static class NumberSlots
{
    /// <summary>Goes from the first slot to another.</summary>
    public static void MoveTo(ILGenerator il, int position)
    {
        if (position == 0) return;
        il.Int32(position * InstanceContext.SlotBytes);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
    }

    public static void Load(ILGenerator il, WasmType type)
    {
        switch (type)
        {
            case WasmType.I32: il.Emit(OpCodes.Ldind_I4); break;
            case WasmType.I64: il.Emit(OpCodes.Ldind_I8); break;
            case WasmType.F32: il.Emit(OpCodes.Ldind_R4); break;
            case WasmType.F64: il.Emit(OpCodes.Ldind_R8); break;
            default: LoadVector(il); break;
        }
    }

    public static void Store(ILGenerator il, WasmType type)
    {
        switch (type)
        {
            case WasmType.I32: il.Emit(OpCodes.Stind_I4); break;
            case WasmType.I64: il.Emit(OpCodes.Stind_I8); break;
            case WasmType.F32: il.Emit(OpCodes.Stind_R4); break;
            case WasmType.F64: il.Emit(OpCodes.Stind_R8); break;
            default: StoreVector(il); break;
        }
    }

    /// <summary>From any address, aligned or not.</summary>
    public static void LoadVector(ILGenerator il)
    {
        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(OpCodes.Ldobj, typeof(Vector128<byte>));
    }

    public static void StoreVector(ILGenerator il)
    {
        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(OpCodes.Stobj, typeof(Vector128<byte>));
    }
}
