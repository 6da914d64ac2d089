using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

internal sealed partial class FunctionEmitter
{
    private void EmitNumeric(WasmOp op, NumericSignature signature, WasmOp next)
    {
        var operands = signature.Second is null ? 1 : 2;
        _stack.Load(operands);
        if (NumericCode.IsShift(op, out var mask))
        {
            // The count of a CIL shift may not exceed the width; the JIT drops the mask where the processor masks itself.
            if (mask == 63) _il.Emit(OpCodes.Conv_I4);
            _il.Int32(mask);
            _il.Emit(OpCodes.And);
        }

        NumericCode.Emit(_il, op);
        if (NumericCode.MakesNaN(op) && !NumericCode.TakesAnyNaN(next)) _il.CallRuntime(typeof(Numeric), nameof(Numeric.Canonical), RuntimeMembers.ClrType(signature.Result));
        _stack.Push(signature.Result, _stack.Pop(operands) + 1);
    }
}
