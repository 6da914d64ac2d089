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
        NumberSlots.Store(il, type);
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
        NumberSlots.Load(il, type);
    }

    private static void Address(ILGenerator il, int position)
    {
        NumberSlots.MoveTo(il, position);
    }
}
