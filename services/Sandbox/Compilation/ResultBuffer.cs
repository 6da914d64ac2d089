using System.Reflection.Emit;

namespace Billing.Sandbox.Compilation;

/// <summary>A method returns one value. The second and further results of a function travel through the instance that computed them.</summary>
internal static class ResultBuffer
{
    public static void Store(ILGenerator il, Action loadContext, WasmType type, int position, Action loadValue)
    {
        loadContext();
        if (RuntimeMembers.IsReference(type))
        {
            il.Emit(OpCodes.Ldfld, RuntimeMembers.ReferenceResults);
            il.Int32(position);
            loadValue();
            il.Emit(OpCodes.Stelem_Ref);
            return;
        }

        il.Emit(OpCodes.Ldfld, RuntimeMembers.Results);
        Address(il, position);
        loadValue();
        il.Emit(NumberSlots.StoreCode(type));
    }

    public static void Load(ILGenerator il, Action loadContext, WasmType type, int position)
    {
        loadContext();
        if (RuntimeMembers.IsReference(type))
        {
            il.Emit(OpCodes.Ldfld, RuntimeMembers.ReferenceResults);
            il.Int32(position);
            il.Emit(OpCodes.Ldelem_Ref);
            if (type == WasmType.FuncRef) il.Emit(OpCodes.Castclass, RuntimeMembers.ClrType(type));
            return;
        }

        il.Emit(OpCodes.Ldfld, RuntimeMembers.Results);
        Address(il, position);
        il.Emit(NumberSlots.LoadCode(type));
    }

    private static void Address(ILGenerator il, int position)
    {
        il.Int32(position * 8);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
    }
}

/// <summary>How a number is kept in a slot of 8 bytes: in its own width, at the beginning.</summary>
internal static class NumberSlots
{
    public static OpCode LoadCode(WasmType type) => type switch
    {
        WasmType.I32 => OpCodes.Ldind_I4,
        WasmType.I64 => OpCodes.Ldind_I8,
        WasmType.F32 => OpCodes.Ldind_R4,
        _ => OpCodes.Ldind_R8,
    };

    public static OpCode StoreCode(WasmType type) => type switch
    {
        WasmType.I32 => OpCodes.Stind_I4,
        WasmType.I64 => OpCodes.Stind_I8,
        WasmType.F32 => OpCodes.Stind_R4,
        _ => OpCodes.Stind_R8,
    };
}
