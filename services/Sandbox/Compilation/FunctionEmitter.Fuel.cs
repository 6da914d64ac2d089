using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

/// <remarks>
/// Fuel is subtracted with the check of CIL for unsigned numbers: the JIT makes a subtraction and one jump of it, out of the method's way and without a basic
/// block, and an <see cref="OverflowException"/> can mean nothing else in compiled code. The local goes back to the instance only in blocks that can end the call
/// or hand it on; what they leave out a later block makes good, before anybody looks.
/// </remarks>
internal sealed partial class FunctionEmitter
{
    // Whether the block about to begin is where the watchdog can end the call: the entry of the function or the head of a loop.
    private bool _interruptible;

    /// <param name="index">Of the charge that a block begins with.</param>
    private void EmitCharge(int index)
    {
        var cost = _code.Instructions[index].B;
        var interruptible = _interruptible;
        _interruptible = false;
        if (_fuel is null)
        {
            if (interruptible) EmitInterruptCheck();
            return;
        }

        if (interruptible)
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

        if (FuelIsSeen(index)) SaveFuel();
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
        LoadContext();
        _il.Emit(OpCodes.Ldloc, _fuel!);
        _il.Emit(OpCodes.Stfld, RuntimeMembers.Fuel);
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

    // Whether the block that a charge begins may end the call, leave the function, or call something that charges.
    private bool FuelIsSeen(int charge)
    {
        var outermost = _frames.Count - 1;
        var instructions = _code.Instructions;
        for (var i = charge + 1; i < instructions.Count && instructions[i].Op != WasmOp.Charge; i++)
        {
            var instruction = instructions[i];
            switch (instruction.Op)
            {
                case WasmOp.Block or WasmOp.Loop or WasmOp.If:
                    outermost++;
                    break;
                case WasmOp.End:
                    if (outermost-- == 0) return true;
                    break;
                case WasmOp.Br or WasmOp.BrIf:
                    if (instruction.A == outermost) return true;
                    break;
                case WasmOp.BrTable:
                    if (_code.BranchTables[instruction.A].Contains(outermost)) return true;
                    break;
                default:
                    if (!IsQuiet(instruction.Op)) return true;
                    break;
            }
        }

        return false;
    }

    // Instructions that neither trap nor call the runtime for more than a number.
    private static bool IsQuiet(WasmOp op) => op switch
    {
        WasmOp.Else or WasmOp.Drop or WasmOp.Select => true,
        WasmOp.LocalGet or WasmOp.LocalSet or WasmOp.LocalTee or WasmOp.GlobalGet or WasmOp.GlobalSet => true,
        WasmOp.I32Const or WasmOp.I64Const or WasmOp.F32Const or WasmOp.F64Const => true,
        _ => NumericSignatures.Find(op) is not null && !NumericCode.MayTrap(op),
    };
}
