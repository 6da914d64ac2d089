using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

internal sealed partial class BodyWriter
{
    private int[] TablesOf(WasmType type) => [.. Enumerable.Range(0, _plan.Tables.Count).Where(i => _plan.Tables[i].Element == type)];

    private void TableGet(int table, int depth)
    {
        Place(table, depth);
        Emit(WasmOp.TableGet).Unsigned((uint)table);
    }

    private void TableGrow(int depth)
    {
        var table = _random.Next(_plan.Tables.Count);
        Value(_plan.Tables[table].Element, null, depth - 1);
        if (Chance(6)) I32(depth - 1);
        else _code.I32(_random.Next(4));
        Emit(WasmOp.TableGrow).Unsigned((uint)table);
    }

    private void TableStatement()
    {
        var table = _random.Next(_plan.Tables.Count);
        var element = _plan.Tables[table].Element;
        int[] segments = [.. Enumerable.Range(0, _plan.Elements.Count).Where(i => _plan.Elements[i].Element == element)];
        switch (_random.Next(6))
        {
            case 0 when segments.Length > 0:
                Emit(WasmOp.ElemDrop).Unsigned((uint)Pick(segments));
                break;
            case 1 or 2 when segments.Length > 0:
                var segment = Pick(segments);
                Place(table, 2);
                Small(3);
                Small(3);
                Emit(WasmOp.TableInit).Unsigned((uint)segment).Unsigned((uint)table);
                break;
            case 3:
                Place(table, 2);
                Value(element);
                Small(4);
                Emit(WasmOp.TableFill).Unsigned((uint)table);
                break;
            case 4:
                var from = Pick(TablesOf(element));
                Place(table, 2);
                Place(from, 2);
                Small(4);
                Emit(WasmOp.TableCopy).Unsigned((uint)table).Unsigned((uint)from);
                break;
            default:
                Place(table, 2);
                Value(element);
                Emit(WasmOp.TableSet).Unsigned((uint)table);
                break;
        }
    }

    // Mostly inside.
    private void Place(int table, int depth)
    {
        I32(depth);
        if (_random.Next(24) > 0) _code.I32((int)_plan.Tables[table].Minimum).Opcode(WasmOp.I32RemU);
    }
}
