using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>
/// Writes the body of one function. Values are made as trees, so that each instruction finds its operands; statements may leave values on the stack, for later ones to use. What may trap is mostly
/// kept from it, and sometimes not.
/// </summary>
internal sealed partial class BodyWriter
{
    private const int ExpressionDepth = 4;
    private const int StatementDepth = 3;

    private readonly ModulePlan _plan;
    private readonly FunctionType _type;
    private readonly Rendering _rendering;
    private readonly Func<FunctionType, uint> _typeIndex;
    private readonly int _size;
    private readonly Code _code = new();
    private readonly List<WasmType> _locals;
    private readonly Dictionary<WasmType, uint> _scratch = [];
    private readonly List<Frame> _frames = [];
    private readonly int[] _callable;
    private readonly int[] _later;
    private readonly HashSet<WasmOp> _ops = [];
    private readonly List<int> _statements = [];
    private uint[] _counters = [];

    // Locals from here on are not for everyone.
    private int _visible;
    private int _counting;
    private Random _random;
    private int _budget;

    /// <param name="function">Its index.</param>
    /// <param name="size">How many statements it has at most.</param>
    public BodyWriter(ModulePlan plan, int function, Random random, Rendering rendering, Func<FunctionType, uint> typeIndex, int size)
    {
        (_plan, _type, _random, _rendering, _typeIndex, _size) = (plan, plan.Functions[function].Type, random, rendering, typeIndex, size);
        _callable = [.. plan.Callable];
        _later = [.. _callable.Where(callee => callee < plan.ImportedFunctions || callee > function)];
        _locals = [.. _type.Parameters];
        for (var i = random.Next(8); i > 0; i--) _locals.Add(Pick(ModulePlan.Types));
    }

    /// <summary>Seeds of the statements, outer before inner.</summary>
    public IReadOnlyList<int> Statements => _statements;

    public IReadOnlySet<WasmOp> Ops => _ops;

    private Frame Top => _frames[^1];

    public byte[] Write()
    {
        _visible = _locals.Count;
        foreach (var type in ModulePlan.Types)
        {
            _scratch.Add(type, (uint)_locals.Count);
            _locals.Add(type);
        }

        _counters = [.. Enumerable.Range(_locals.Count, CountedLoopDepth).Select(local => (uint)local)];
        _locals.AddRange(Enumerable.Repeat(WasmType.I32, CountedLoopDepth));

        _frames.Add(new Frame(_type.Results, _type.Results));
        Spend();
        for (var i = 1 + _random.Next(_size); i > 0; i--) Statement(StatementDepth);
        Finish();
        Emit(WasmOp.End);

        var body = new Code().Unsigned((uint)(_locals.Count - _type.Parameters.Length));
        foreach (var type in _locals.Skip(_type.Parameters.Length)) body.Unsigned(1).Type(type);
        return body.Emit(_code.ToArray()).ToArray();
    }

    private Code Emit(WasmOp op)
    {
        Mark(op);
        return _code.Opcode(_rendering.Instead.GetValueOrDefault(op, op));
    }

    private void Mark(WasmOp op)
    {
        _ops.Add(op);
        if (_rendering.MarksReached) _code.I32((int)op).Call(ModulePlan.Reached);
    }

    // Counts down, and gives up when nothing is left: at the entry of functions and at the head of loops, so that everything ends.
    private void Spend()
    {
        _code.Opcode(WasmOp.GlobalGet).Unsigned((uint)_plan.BudgetGlobal).I32(1).Opcode(WasmOp.I32Sub).Opcode(WasmOp.GlobalSet).Unsigned((uint)_plan.BudgetGlobal);
        _code.Opcode(WasmOp.GlobalGet).Unsigned((uint)_plan.BudgetGlobal).I32(0).Opcode(WasmOp.I32LtS).If();
        foreach (var type in _type.Results) Literals.Write(_code, type, _random);
        _code.Opcode(WasmOp.Return).End();
    }

    /// <summary>Leaves exactly the results of the frame on its stack.</summary>
    private void Finish()
    {
        var stack = Top.Stack;
        if (Top.IsDead && stack.Count == 0 && _random.Next(2) == 0) return;
        var kept = stack.Zip(Top.Results).TakeWhile(pair => pair.First == pair.Second).Count();
        while (stack.Count > kept) Consume();
        foreach (var type in Top.Results.AsSpan(kept)) Value(type);
        stack.Clear();
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    /// <summary>A construct that ends with <c>end</c>.</summary>
    /// <param name="Label">What a branch to it takes.</param>
    private sealed record Frame(WasmType[] Label, WasmType[] Results)
    {
        /// <summary>Types of the values that whole statements have left; half-made operands of a tree are not among them.</summary>
        public List<WasmType> Stack { get; } = [];

        public WasmType[] Parameters { get; init; } = [];

        /// <summary>A loop that ends by its counter: a branch that does not count would begin it again for ever.</summary>
        public bool IsCounted { get; init; }

        /// <summary>Nothing comes here any more.</summary>
        public bool IsDead { get; set; }
    }
}
