using System.Reflection;
using System.Reflection.Emit;
using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Compilation;

/// <summary>Writes CIL in its shortest forms: the JIT stops optimising a method above 60,000 bytes of it.</summary>
internal static class IlWriter
{
    private static readonly OpCode[] SmallConstants =
    [
        OpCodes.Ldc_I4_M1, OpCodes.Ldc_I4_0, OpCodes.Ldc_I4_1, OpCodes.Ldc_I4_2, OpCodes.Ldc_I4_3,
        OpCodes.Ldc_I4_4, OpCodes.Ldc_I4_5, OpCodes.Ldc_I4_6, OpCodes.Ldc_I4_7, OpCodes.Ldc_I4_8,
    ];

    /// <summary>Declares a local. CIL numbers them in 16 bits.</summary>
    /// <exception cref="WasmFormatException">The function needs too many.</exception>
    public static LocalBuilder Declare(this ILGenerator il, Type type)
    {
        var local = il.DeclareLocal(type);
        EngineLimits.Check(local.LocalIndex, EngineLimits.MachineLocals, "locals and operands of one function", 0);
        return local;
    }

    public static void Int32(this ILGenerator il, int value)
    {
        if (value is >= -1 and <= 8) il.Emit(SmallConstants[value + 1]);
        else if (value is >= sbyte.MinValue and <= sbyte.MaxValue) il.Emit(OpCodes.Ldc_I4_S, (sbyte)value);
        else il.Emit(OpCodes.Ldc_I4, value);
    }

    public static void Int64(this ILGenerator il, long value)
    {
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            il.Int32((int)value);
            il.Emit(OpCodes.Conv_I8);
        }
        else
        {
            il.Emit(OpCodes.Ldc_I8, value);
        }
    }

    public static void LoadArgument(this ILGenerator il, int index)
    {
        switch (index)
        {
            case 0: il.Emit(OpCodes.Ldarg_0); break;
            case 1: il.Emit(OpCodes.Ldarg_1); break;
            case 2: il.Emit(OpCodes.Ldarg_2); break;
            case 3: il.Emit(OpCodes.Ldarg_3); break;
            case <= byte.MaxValue: il.Emit(OpCodes.Ldarg_S, (byte)index); break;
            default: il.Emit(OpCodes.Ldarg, (short)index); break;
        }
    }

    public static void StoreArgument(this ILGenerator il, int index)
    {
        if (index <= byte.MaxValue) il.Emit(OpCodes.Starg_S, (byte)index);
        else il.Emit(OpCodes.Starg, (short)index);
    }

    public static void CallRuntime(this ILGenerator il, Type owner, string name, Type? first = null) =>
        il.Emit(OpCodes.Call, RuntimeMembers.Method(owner, name, first));

    public static void CallRuntime(this ILGenerator il, MethodInfo method) => il.Emit(OpCodes.Call, method);
}
