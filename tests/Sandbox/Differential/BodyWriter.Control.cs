using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

internal sealed partial class BodyWriter
{
    private void IfValue(WasmType type, int depth)
    {
        I32(depth - 1);
        Open(WasmOp.If, [], [type]);
        Inner(depth);
        Finish();
        Else();
        Inner(depth);
        Close();
        Top.Stack.RemoveAt(Top.Stack.Count - 1);
    }

    // Sometimes left from the middle, with the value.
    private void BlockValue(WasmType type, int depth)
    {
        Open(Chance(3) ? WasmOp.Loop : WasmOp.Block, [], [type]);
        Inner(depth);
        if (Top.Label.Length > 0 && Chance(2))
        {
            Value(type, null, depth - 1);
            I32(depth - 1);
            Emit(WasmOp.BrIf).Unsigned(0);
            Top.Stack.Add(type);
        }

        Close();
        Top.Stack.RemoveAt(Top.Stack.Count - 1);
    }

    private void Inner(int depth)
    {
        if (depth > 2 && _frames.Count < 6 && Chance(3)) Statement(1);
    }

    private void Open(WasmOp op, WasmType[] parameters, WasmType[] results, bool isCounted = false)
    {
        Emit(op);
        if (parameters.Length == 0 && results.Length == 0) _code.Emit(Op.EmptyBlock);
        else if (parameters.Length == 0 && results.Length == 1 && Chance(2)) _code.Type(results[0]);
        else _code.Signed(_typeIndex(new FunctionType(parameters, results)));
        _frames.Add(new Frame(op == WasmOp.Loop ? parameters : results, results) { Parameters = parameters, IsCounted = isCounted });
        Top.Stack.AddRange(parameters);
        if (op == WasmOp.Loop && !isCounted) Spend();
    }

    private void Else()
    {
        Emit(WasmOp.Else);
        Top.IsDead = false;
        Top.Stack.AddRange(Top.Parameters);
    }

    private void Close()
    {
        Finish();
        Emit(WasmOp.End);
        var results = Top.Results;
        _frames.RemoveAt(_frames.Count - 1);
        Top.Stack.AddRange(results);
    }

    // Takes from the stack what is already there.
    private void Values(WasmType[] types)
    {
        var stack = Top.Stack;
        if (types.Length > 0 && stack.Count >= types.Length && stack.Skip(stack.Count - types.Length).SequenceEqual(types)) stack.RemoveRange(stack.Count - types.Length, types.Length);
        else foreach (var type in types) Value(type);
    }

    private void BlockStatement(int depth)
    {
        var parameters = Types(2);
        var results = Types(3);
        Values(parameters);
        if (Chance(3))
        {
            I32(2);
            Open(WasmOp.If, parameters, results);
            SomeStatements(depth);
            if (parameters.SequenceEqual(results) && Chance(2))
            {
                Close();
                return;
            }

            Finish();
            Else();
            SomeStatements(depth);
        }
        else
        {
            Open(WasmOp.Block, parameters, results);
            SomeStatements(depth);
        }

        Close();
    }

    private void LoopStatement(int depth)
    {
        var parameters = Types(2);
        Values(parameters);
        Open(WasmOp.Loop, parameters, Types(2));
        SomeStatements(depth);
        Values(Top.Label);

        // Mostly some turns, now and then until something else ends it.
        if (_random.Next(5) > 0) _code.Opcode(WasmOp.GlobalGet).Unsigned((uint)_plan.BudgetGlobal).I32(Pick<int>([1, 3, 3, 7])).Opcode(WasmOp.I32And);
        else I32(2);
        Emit(WasmOp.BrIf).Unsigned(0);
        Top.Stack.AddRange(Top.Label);
        Close();
    }

    // Blocks around a br_table, with a statement behind each but the innermost.
    private void SwitchStatement(int depth)
    {
        var results = Types(2);
        var cases = _random.Next(2, 5);
        for (var i = 0; i < cases; i++) Open(WasmOp.Block, [], results);
        Values(results);
        I32(2);
        if (_random.Next(4) > 0) _code.I32(7).Opcode(WasmOp.I32And);
        BrTable((uint)_random.Next(cases));
        for (var i = 0; i < cases; i++)
        {
            Close();
            if (i < cases - 1) Statement(depth - 1);
        }
    }

    private void BrTable(uint otherwise)
    {
        var wanted = LabelAt(otherwise);
        uint[] targets = [.. Enumerable.Range(0, _frames.Count).Select(i => (uint)i).Where(depth => IsTarget(depth) && LabelAt(depth).SequenceEqual(wanted))];
        var count = _random.Next(6);
        Emit(WasmOp.BrTable).Unsigned((uint)count);
        for (var i = 0; i < count; i++) _code.Unsigned(Pick(targets));
        _code.Unsigned(otherwise);
        Die();
    }

    // Conditional by itself, or inside an if, so that what follows is still reached.
    private void BranchStatement()
    {
        if (Chance(2))
        {
            var target = Target();
            Values(LabelAt(target));
            Condition();
            Emit(WasmOp.BrIf).Unsigned(target);
            Top.Stack.AddRange(LabelAt(target));
            return;
        }

        Condition();
        Open(WasmOp.If, [], Chance(3) ? Types(2) : []);
        Jump();
        Finish();
        Else();
        Close();
    }

    private void Jump()
    {
        var target = Target();
        switch (_random.Next(10))
        {
            case 0:
                Emit(WasmOp.Unreachable);
                Die();
                break;
            case 1 or 2 or 3:
                Values(_type.Results);
                Emit(WasmOp.Return);
                Die();
                break;
            case 4 or 5:
                Values(LabelAt(target));
                I32(2);
                BrTable(target);
                break;
            default:
                Values(LabelAt(target));
                Emit(WasmOp.Br).Unsigned(target);
                Die();
                break;
        }
    }

    // Seldom true.
    private void Condition()
    {
        I32(2);
        if (_random.Next(3) > 0) _code.I32(5).Opcode(WasmOp.I32And).I32(4).Opcode(WasmOp.I32Eq);
    }

    private uint Target() => Pick(Enumerable.Range(0, _frames.Count).Select(i => (uint)i).Where(IsTarget).ToArray());

    private bool IsTarget(uint depth) => !_frames[^((int)depth + 1)].IsCounted;

    private WasmType[] LabelAt(uint depth) => _frames[^((int)depth + 1)].Label;

    // What follows is never executed and still has to be valid, with operands from nowhere.
    private void Die()
    {
        Top.IsDead = true;
        Top.Stack.Clear();
        for (var i = _random.Next(4); i > 0; i--)
        {
            if (Top.Stack.Count > 0 || Chance(3)) Statement(1);
            else if (Chance(2)) _code.Opcode(WasmOp.Drop);
            else if (Chance(2)) _code.Opcode(WasmOp.Select).Opcode(WasmOp.Drop);
            else if (_visible > 0) _code.Set((uint)_random.Next(_visible));
        }
    }

    private WasmType[] Types(int atMost) => [.. Enumerable.Range(0, Chance(2) ? 0 : _random.Next(atMost + 1)).Select(_ => AnyType())];
}
