using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

internal sealed partial class BodyWriter
{
    // Each statement has a source of chance and a budget of its own, so that leaving one out changes the others as little as can be.
    private void Statement(int depth)
    {
        var seed = _random.Next();
        if (depth <= 0 || _rendering.Omitted?.Contains(seed) == true) return;
        _statements.Add(seed);
        var (random, budget) = (_random, _budget);
        (_random, _budget) = (new Random(seed), 4 + (depth * 5));
        Any(depth);
        (_random, _budget) = (random, budget);
    }

    private void SomeStatements(int depth)
    {
        for (var i = _random.Next(1, 3); i > 0; i--) Statement(depth - 1);
    }

    private void Any(int depth)
    {
        switch (_random.Next(22))
        {
            case 0 or 1 or 2: BlockStatement(depth); break;
            case 3: LoopStatement(depth); break;
            case 4 when _counting < CountedLoopDepth: CountedLoop(depth); break;
            case 5: SwitchStatement(depth); break;
            case 6 or 7: BranchStatement(); break;
            case 8 or 9: Call(Callee()); break;
            case 10 when _plan.Tables.Exists(table => table.Element == WasmType.FuncRef): CallIndirect(); break;
            case 11 or 12 or 13 when _plan.Memory is not null: Store(); break;
            case 14 when _plan.Memory is not null: BulkMemory(); break;
            case 15 when _plan.Tables.Count > 0: TableStatement(); break;
            case 16 or 17 when Top.Stack.Count > 0: Consume(); break;
            case 18 when SettableGlobals is { Length: > 0 } globals:
                var global = Pick(globals);
                Value(_plan.Globals[global].Type);
                Emit(WasmOp.GlobalSet).Unsigned((uint)global);
                break;
            case 19: Emit(WasmOp.Nop); break;
            default: Leave(); break;
        }
    }

    private int[] SettableGlobals => [.. Enumerable.Range(0, _plan.BudgetGlobal).Where(i => _plan.Globals[i].Mutable)];

    private void Leave()
    {
        var type = AnyType();
        Value(type);
        Top.Stack.Add(type);
    }

    // Most instructions are of SIMD.
    private WasmType AnyType() => Chance(4) ? WasmType.V128 : Pick(ModulePlan.Types);

    /// <summary>Takes the topmost value off the stack.</summary>
    private void Consume()
    {
        var type = Top.Stack[^1];
        Top.Stack.RemoveAt(Top.Stack.Count - 1);
        var locals = Enumerable.Range(0, _visible).Where(i => _locals[i] == type).ToArray();
        var globals = SettableGlobals.Where(i => _plan.Globals[i].Type == type).ToArray();
        if (locals.Length > 0 && _random.Next(3) > 0) Emit(WasmOp.LocalSet).Unsigned((uint)Pick(locals));
        else if (globals.Length > 0 && _random.Next(3) > 0) Emit(WasmOp.GlobalSet).Unsigned((uint)Pick(globals));
        else Emit(WasmOp.Drop);
    }

    // Mostly a later function, so that calls do not go in circles until nothing is left to spend.
    private int Callee() => Pick(Chance(4) ? _callable : _later);

    private int[] CalleesOf(WasmType type) => [.. (Chance(4) ? _callable : _later).Where(callee => _plan.Functions[callee].Type.Results.Contains(type))];

    private void Call(int callee)
    {
        Values(_plan.Functions[callee].Type.Parameters);
        Emit(WasmOp.Call).Unsigned((uint)callee);
        Top.Stack.AddRange(_plan.Functions[callee].Type.Results);
    }

    private void CallIndirect()
    {
        var (table, index, function) = _plan.Slots.Count > 0 ? Pick(_plan.Slots) : (TablesOf(WasmType.FuncRef)[0], 0, Callee());
        var type = _plan.Functions[function].Type;
        Values(type.Parameters);
        Index(index);
        Emit(WasmOp.CallIndirect).Unsigned(_typeIndex(type)).Unsigned((uint)table);
        Top.Stack.AddRange(type.Results);
    }

    // The results but one are dropped, over and under it.
    private void CallValue(WasmType type, int callee, int depth)
    {
        var signature = _plan.Functions[callee].Type;
        foreach (var parameter in signature.Parameters) Value(parameter, null, depth - 1);
        var slots = _plan.Slots.Where(slot => slot.Function == callee).ToArray();
        if (slots.Length > 0 && Chance(2))
        {
            Index(slots[0].Index);
            Emit(WasmOp.CallIndirect).Unsigned(_typeIndex(signature)).Unsigned((uint)slots[0].Table);
        }
        else
        {
            Emit(WasmOp.Call).Unsigned((uint)callee);
        }

        var kept = Array.IndexOf(signature.Results, type);
        for (var i = signature.Results.Length - 1; i > kept; i--) Emit(WasmOp.Drop);
        if (kept == 0) return;
        Emit(WasmOp.LocalSet).Unsigned(_scratch[type]);
        for (; kept > 0; kept--) Emit(WasmOp.Drop);
        Emit(WasmOp.LocalGet).Unsigned(_scratch[type]);
    }

    // Of a table: the one that is meant, most of the time.
    private void Index(int meant)
    {
        if (_random.Next(16) > 0) _code.I32(meant);
        else if (Chance(2)) _code.I32(_random.Next(16));
        else I32(1);
    }
}
