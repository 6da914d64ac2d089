using System.Runtime.CompilerServices;
using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Runtime;

/// <summary>What compiled code does around calls that may leave the instance: imports and indirect calls.</summary>
internal static class CallOperations
{
    /// <summary>The function behind an indirect call, after the checks the specification asks for. What nearly all calls are, to a function of the same instance, is part of the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FunctionReference Resolve(int index, InstanceContext context, int table, int type)
    {
        if (context.Tables[table].TryGetFunction((uint)index, out var function)
            && ReferenceEquals(function.Type, context.Types[type]) && ReferenceEquals(function.Context, context))
            return function;
        return ResolveAny(index, context, table, type);
    }

    /// <summary>Comes back from a call: this is again the instance whose fuel is the call's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Return(FunctionReference function, InstanceContext context)
    {
        if (!ReferenceEquals(function.Context, context)) Leave(function.Context, context);
    }

    private static FunctionReference ResolveAny(int index, InstanceContext context, int table, int type)
    {
        if (!context.Tables[table].TryGet((uint)index, out var element)) throw Traps.UndefinedElement();
        if (element is not FunctionReference function) throw Traps.UninitialisedElement();
        FunctionType wanted = context.Types[type];
        if (!ReferenceEquals(function.Type, wanted) && !function.Type.Equals(wanted)) throw Traps.SignatureMismatch();
        if (!ReferenceEquals(function.Context, context)) Enter(function.Context, context);
        return function;
    }

    /// <summary>The function behind an import.</summary>
    public static FunctionReference Import(InstanceContext context, int function)
    {
        var target = context.Functions[function]!;
        if (!ReferenceEquals(target.Context, context)) Enter(target.Context, context);
        return target;
    }

    private static void Leave(InstanceContext target, InstanceContext caller)
    {
        caller.Fuel = target.Fuel;
        caller.Call!.Current = caller;
    }

    // The call goes on in another instance, with the fuel and limits of this one.
    private static void Enter(InstanceContext target, InstanceContext caller)
    {
        target.Begin(caller.Fuel);
        target.MemoryLimit = caller.MemoryLimit;
        target.StackFloor = caller.StackFloor;
        target.Call = caller.Call;
        target.Call!.Current = target;
    }
}
