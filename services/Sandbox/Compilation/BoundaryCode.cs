using System.Reflection;
using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

/// <summary>Code between the host and compiled functions, one method a signature.</summary>
internal static class BoundaryCode
{
    /// <summary>Code address, number slots, references, instance, stack left.</summary>
    public static readonly Type[] EntryParameters = [typeof(nint), typeof(ulong*), typeof(object[]), typeof(InstanceContext), typeof(int)];

    /// <summary>Host to module: takes arguments from slots, calls, and leaves the first result in the first slot. Further results stay where the callee left them.</summary>
    public static void EmitEntry(ILGenerator il, FunctionType type, CallShape shape)
    {
        for (var i = 0; i < type.Parameters.Length; i++) LoadSlot(il, type.Parameters[i], i);
        il.LoadArgument(3);
        il.LoadArgument(4);
        if (shape.CarriesFuel)
        {
            il.LoadArgument(3);
            il.Emit(OpCodes.Ldfld, RuntimeMembers.Fuel);
        }

        il.LoadArgument(0);
        il.EmitCalli(OpCodes.Calli, CallingConventions.Standard, shape.ReturnType(type), shape.ParameterTypes(type), null);
        TakeFuel(il, type, shape);
        if (type.Results.Length > 0)
        {
            var result = il.DeclareLocal(RuntimeMembers.ClrType(type.Results[0]));
            il.Emit(OpCodes.Stloc, result);
            if (RuntimeMembers.IsReference(type.Results[0]))
            {
                il.LoadArgument(2);
                il.Int32(0);
                il.Emit(OpCodes.Ldloc, result);
                il.Emit(OpCodes.Stelem_Ref);
            }
            else
            {
                il.LoadArgument(1);
                il.Emit(OpCodes.Ldloc, result);
                NumberSlots.Store(il, type.Results[0]);
            }
        }

        il.Emit(OpCodes.Ret);
    }

    /// <summary>Module to host: looks like a compiled function, wraps the arguments and calls the host function that its instance argument stands for.</summary>
    public static void EmitHostAdapter(ILGenerator il, FunctionType type, CallShape shape)
    {
        var context = type.Parameters.Length;
        if (shape.CarriesFuel)
        {
            il.LoadArgument(context);
            LoadFuel();
            il.Emit(OpCodes.Stfld, RuntimeMembers.Fuel);
        }

        il.LoadArgument(context);
        il.Int32(type.Parameters.Length);
        il.Emit(OpCodes.Newarr, typeof(WasmValue));
        for (var i = 0; i < type.Parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Int32(i);
            il.LoadArgument(i);
            il.CallRuntime(typeof(HostValues), "Wrap" + type.Parameters[i]);
            il.Emit(OpCodes.Stelem, typeof(WasmValue));
        }

        il.CallRuntime(typeof(HostContext), nameof(HostContext.Invoke), typeof(InstanceContext));
        var results = il.DeclareLocal(typeof(WasmValue[]));
        il.Emit(OpCodes.Stloc, results);
        for (var i = 1; i < type.Results.Length; i++)
        {
            var position = i;
            ResultBuffer.Store(il, () => il.LoadArgument(context), type.Results[i], i, () => Unwrap(position));
        }

        if (type.Results.Length > 0) Unwrap(0);
        var (value, returned) = type.Results.Length > 0 && shape.CarriesFuel
            ? (il.DeclareLocal(RuntimeMembers.ClrType(type.Results[0])), il.DeclareLocal(shape.ReturnType(type)))
            : ((LocalBuilder?)null, (LocalBuilder?)null);
        shape.EmitReturn(il, type, value, returned, LoadFuel);

        void LoadFuel() => il.LoadArgument(CallShape.FuelArgument(type));

        void Unwrap(int position)
        {
            il.Emit(OpCodes.Ldloc, results);
            il.Int32(position);
            il.CallRuntime(typeof(HostValues), "Unwrap" + type.Results[position]);
        }
    }

    // Leaves the first result on the CIL stack.
    private static void TakeFuel(ILGenerator il, FunctionType type, CallShape shape)
    {
        if (!shape.CarriesFuel) return;
        var fuel = il.DeclareLocal(typeof(long));
        shape.EmitTake(il, type, type.Results.Length > 0 ? il.DeclareLocal(shape.ReturnType(type)) : null, fuel);
        il.LoadArgument(3);
        il.Emit(OpCodes.Ldloc, fuel);
        il.Emit(OpCodes.Stfld, RuntimeMembers.Fuel);
    }

    private static void LoadSlot(ILGenerator il, WasmType type, int position)
    {
        if (RuntimeMembers.IsReference(type))
        {
            il.LoadArgument(2);
            il.Int32(position);
            il.Emit(OpCodes.Ldelem_Ref);
            if (type == WasmType.FuncRef) il.Emit(OpCodes.Castclass, RuntimeMembers.ClrType(type));
            return;
        }

        il.LoadArgument(1);
        NumberSlots.MoveTo(il, position);
        NumberSlots.Load(il, type);
    }
}
