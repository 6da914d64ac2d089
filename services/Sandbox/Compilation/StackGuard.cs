using System.Reflection.Emit;
using Billing.Sandbox.Runtime;
using Billing.Sandbox.Validation;

namespace Billing.Sandbox.Compilation;

/// <summary>
/// The wall behind the counted stack limit. Most functions take so little that 1,000 of them always fit. A larger one compares its real stack address with
/// the floor of the thread on entry. One so large that its very frame could leap over what is kept free is called through a gate that looks first.
/// </summary>
internal static class StackGuard
{
    /// <summary>Frames up to this need no look: 1,000 of them are less than the 7 MiB that <see cref="Engine.EngineThreads"/> keeps below the floor.</summary>
    private const int UnguardedBytes = 6 << 10;

    /// <summary>Frames up to this may look after they were made.</summary>
    private const int InsideBytes = 256 << 10;

    // The JIT makes at most some temporary of 8 bytes for every two bytes of CIL.
    private const int MachineBytesPerIlByte = 4;

    public static bool LooksInside(FunctionCode code) => StackAccount.MachineBytes(code) is > UnguardedBytes and <= InsideBytes;

    public static bool NeedsGate(FunctionCode code) => StackAccount.MachineBytes(code) > InsideBytes;

    /// <summary>Jumps to a label when the real stack is used up.</summary>
    public static void EmitLook(ILGenerator il, int contextArgument, Label outOfStack, long frameBytes = 0)
    {
        // The address of any local tells where the frame is.
        var here = il.DeclareLocal(typeof(int));
        il.Emit(OpCodes.Ldloca, here);
        il.Emit(OpCodes.Conv_U);
        il.LoadArgument(contextArgument);
        il.Emit(OpCodes.Ldfld, RuntimeMembers.StackFloor);
        if (frameBytes > 0)
        {
            il.Int64(frameBytes);
            il.Emit(OpCodes.Conv_U);
            il.Emit(OpCodes.Add);
        }

        il.Emit(OpCodes.Blt_Un, outOfStack);
    }

    /// <summary>Writes the method that the others call in place of a very large one.</summary>
    public static void EmitGate(ILGenerator il, FunctionCode code, MethodBuilder body, int bodyIlBytes, CallShape shape)
    {
        var context = code.Type.Parameters.Length;
        var outOfStack = il.DefineLabel();
        EmitLook(il, context, outOfStack, ((long)bodyIlBytes * MachineBytesPerIlByte) + StackAccount.MachineBytes(code));
        for (var i = 0; i < shape.ParameterTypes(code.Type).Length; i++) il.LoadArgument(i);
        il.Emit(OpCodes.Call, body);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(outOfStack);
        if (shape.CarriesFuel)
        {
            il.LoadArgument(context);
            il.LoadArgument(CallShape.FuelArgument(code.Type));
            il.Emit(OpCodes.Stfld, RuntimeMembers.Fuel);
        }

        il.CallRuntime(typeof(Traps), nameof(Traps.OutOfStack));
        il.Emit(OpCodes.Throw);
    }
}
