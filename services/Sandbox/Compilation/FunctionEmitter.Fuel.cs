using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

/// <remarks>
/// Fuel is subtracted with the check of CIL for unsigned numbers: the JIT makes a subtraction and one jump of it, out of the method's way and without a basic
/// block, and an <see cref="OverflowException"/> can mean nothing else in compiled code. The local goes to a callee as an argument and comes back with its result; it is stored
/// to the instance only before what can end the call here or charges the instance, and what is left out is made good before anybody looks.
/// </remarks>
internal sealed partial class FunctionEmitter
{
    private readonly ChargePlan _charges;

    /// <param name="index">Of the charge that a block begins with.</param>
    private void EmitCharge(int index)
    {
        var (cost, isInterruptible) = _charges.At(index);
        if (_fuel is null)
        {
            if (isInterruptible) EmitInterruptCheck();
            return;
        }

        if (isInterruptible)
        {
            var price = Math.Min(cost, InstanceContext.PriceCount - 1);
            _il.Emit(OpCodes.Ldloc, _fuel);
            LoadPrice((int)price);
            Subtract();
            cost -= price;
        }

        if (cost > 0)
        {
            _il.Emit(OpCodes.Ldloc, _fuel);
            _il.Int64(cost);
            Subtract();
        }

        if (index > 0 && _code.Instructions[index - 1].Op == WasmOp.Loop) _il.MarkLabel(_frames[^1].PaidLabel);
        if (_charges.IsSeenAfter(index)) SaveFuel();
    }

    private void Subtract()
    {
        _il.Emit(OpCodes.Sub_Ovf_Un);
        _il.Emit(OpCodes.Stloc, _fuel!);
    }

    private void LoadPrice(int price)
    {
        LoadContext();
        _il.Emit(OpCodes.Ldflda, RuntimeMembers.Prices);
        _il.Int32(price * sizeof(long));
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Volatile); // else the JIT reads it once before the loop
        _il.Emit(OpCodes.Ldind_I8);
    }

    private void SaveFuel()
    {
        if (_fuel is null) return;
        LoadContext();
        _il.Emit(OpCodes.Ldloc, _fuel!);
        _il.Emit(OpCodes.Stfld, RuntimeMembers.Fuel);
    }

    // What the caller gave.
    private void TakeFuel()
    {
        if (_fuel is null) return;
        _il.LoadArgument(CallShape.FuelArgument(_code.Type));
        _il.Emit(OpCodes.Stloc, _fuel);
    }

    // The function ends before it took anything.
    private void SaveFuelGiven()
    {
        if (_fuel is null) return;
        LoadContext();
        _il.LoadArgument(CallShape.FuelArgument(_code.Type));
        _il.Emit(OpCodes.Stfld, RuntimeMembers.Fuel);
    }

    private void PassFuel()
    {
        if (_fuel is not null) _il.Emit(OpCodes.Ldloc, _fuel);
    }

    private void ReloadFuel()
    {
        if (_fuel is null) return;
        LoadContext();
        _il.Emit(OpCodes.Ldfld, RuntimeMembers.Fuel);
        _il.Emit(OpCodes.Stloc, _fuel);
    }

    // Without fuel nothing else would end a call that runs for ever.
    private void EmitInterruptCheck()
    {
        LoadPrice(0);
        _il.Emit(OpCodes.Brtrue, _outOfTime ??= _il.DefineLabel());
    }
}
