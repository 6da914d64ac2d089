using System.Reflection;
using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

internal sealed partial class FunctionEmitter
{
    private LocalBuilder? _callee;

    private LocalBuilder Callee => _callee ??= _il.Declare(typeof(FunctionReference));

    private void EmitCall(int function)
    {
        var type = _module.Functions[function];
        _stack.Load(type.Parameters.Length);
        if (function >= _module.ImportedFunctions)
        {
            LoadContext();
            LoadStackLeft();
            PassFuel();
            _il.Emit(OpCodes.Call, _methods[function - _module.ImportedFunctions]);
            FinishCall(type, LoadContext);
            return;
        }

        LoadContext();
        _il.Int32(function);
        _il.CallRuntime(typeof(CallOperations), nameof(CallOperations.Import));
        _il.Emit(OpCodes.Stloc, Callee);
        EmitIndirect(type);
    }

    private void EmitCallIndirect(int typeIndex, int table)
    {
        var type = _module.Types[typeIndex];
        _stack.Load(type.Parameters.Length + 1);
        LoadContext();
        _il.Int32(table);
        _il.Int32(typeIndex);
        _il.CallRuntime(typeof(CallOperations), nameof(CallOperations.Resolve));
        _il.Emit(OpCodes.Stloc, Callee);
        _stack.Pop(1);
        EmitIndirect(type);
    }

    // The arguments are on the CIL stack, the function in a local.
    private void EmitIndirect(FunctionType type)
    {
        _il.Emit(OpCodes.Ldloc, Callee);
        _il.Emit(OpCodes.Ldfld, RuntimeMembers.FunctionContext);
        LoadStackLeft();
        PassFuel();
        _il.Emit(OpCodes.Ldloc, Callee);
        _il.Emit(OpCodes.Ldfld, RuntimeMembers.FunctionCode);
        _il.EmitCalli(OpCodes.Calli, CallingConventions.Standard, _shape.ReturnType(type), _shape.ParameterTypes(type), null);
        _il.Emit(OpCodes.Ldloc, Callee);
        LoadContext();
        _il.CallRuntime(typeof(CallOperations), nameof(CallOperations.Return));
        FinishCall(type, () =>
        {
            _il.Emit(OpCodes.Ldloc, Callee);
            _il.Emit(OpCodes.Ldfld, RuntimeMembers.FunctionContext);
        });
    }

    private void FinishCall(FunctionType type, Action loadCalleeContext)
    {
        _shape.EmitTake(_il, type, Returned(type), _fuel);
        _stack.Pop(type.Parameters.Length);
        if (type.Results.Length > 0) _stack.Push(type.Results[0]);
        for (var i = 1; i < type.Results.Length; i++)
        {
            ResultBuffer.Load(_il, loadCalleeContext, type.Results[i], i);
            _stack.Push(type.Results[i]);
        }

        if (_memoryMap is not null) ReloadMemoryMap();
        if (_charges.IsSeenAfter(_current)) SaveFuel();
    }
}
