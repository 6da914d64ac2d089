using System.Reflection;
using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

/// <summary>
/// How compiled functions call each other: the function's own parameters, the instance, the stack that is left, and the fuel that is left; back come the first result and the fuel.
/// So the fuel stays in registers: through memory each call would have to wait for the caller's store, and the caller for the callee's.
/// </summary>
/// <param name="carriesFuel">Not where nothing is paid.</param>
internal sealed class CallShape(bool carriesFuel)
{
    public bool CarriesFuel { get; } = carriesFuel;

    /// <summary>The argument that is the fuel.</summary>
    public static int FuelArgument(FunctionType type) => type.Parameters.Length + 2;

    public Type ReturnType(FunctionType type)
    {
        if (type.Results.Length == 0) return CarriesFuel ? typeof(long) : typeof(void);
        var value = RuntimeMembers.ClrType(type.Results[0]);
        return CarriesFuel ? typeof(Metered<>).MakeGenericType(value) : value;
    }

    public Type[] ParameterTypes(FunctionType type)
    {
        IEnumerable<Type> shared = [.. type.Parameters.Select(RuntimeMembers.ClrType), typeof(InstanceContext), typeof(int)];
        return CarriesFuel ? [.. shared, typeof(long)] : [.. shared];
    }

    /// <summary>Takes apart what a call left on the CIL stack: the first result stays there, the fuel goes into a local, when it comes at all.</summary>
    /// <param name="returned">A local of the return type, when there is a result.</param>
    public void EmitTake(ILGenerator il, FunctionType type, LocalBuilder? returned, LocalBuilder? fuel)
    {
        if (!CarriesFuel) return;
        if (type.Results.Length == 0)
        {
            il.Emit(OpCodes.Stloc, fuel!);
            return;
        }

        il.Emit(OpCodes.Stloc, returned!);
        LoadField(nameof(Metered<int>.Fuel));
        il.Emit(OpCodes.Stloc, fuel!);
        LoadField(nameof(Metered<int>.Value));

        void LoadField(string name)
        {
            il.Emit(OpCodes.Ldloc, returned!);
            il.Emit(OpCodes.Ldfld, Field(type, name));
        }
    }

    /// <summary>Returns the first result, which is on the CIL stack, and the fuel.</summary>
    /// <param name="value">A local of the result's type, and one of the return type, when there is a result.</param>
    public void EmitReturn(ILGenerator il, FunctionType type, LocalBuilder? value, LocalBuilder? returned, Action loadFuel)
    {
        if (CarriesFuel)
        {
            if (type.Results.Length == 0)
            {
                loadFuel();
            }
            else
            {
                il.Emit(OpCodes.Stloc, value!);
                StoreField(nameof(Metered<int>.Value), () => il.Emit(OpCodes.Ldloc, value!));
                StoreField(nameof(Metered<int>.Fuel), loadFuel);
                il.Emit(OpCodes.Ldloc, returned!);
            }
        }

        il.Emit(OpCodes.Ret);

        void StoreField(string name, Action load)
        {
            il.Emit(OpCodes.Ldloca, returned!);
            load();
            il.Emit(OpCodes.Stfld, Field(type, name));
        }
    }

    private static FieldInfo Field(FunctionType type, string name) => typeof(Metered<>).MakeGenericType(RuntimeMembers.ClrType(type.Results[0])).GetField(name)!;
}
