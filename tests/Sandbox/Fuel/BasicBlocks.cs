namespace Billing.Sandbox.Tests.Fuel;

/// <summary>
/// The basic blocks of a function body and what each costs: one begins at the entry, at the head of a loop, behind <c>if</c>, <c>else</c> and <c>br_if</c>, behind an <c>end</c> where
/// control comes together, and behind one that nothing falls into. Code that cannot be reached belongs to none.
/// </summary>
internal static class BasicBlocks
{
    private const int Block = 0x02;
    private const int Loop = 0x03;
    private const int If = 0x04;
    private const int Else = 0x05;
    private const int End = 0x0B;
    private const int Br = 0x0C;
    private const int BrIf = 0x0D;
    private const int BrTable = 0x0E;

    /// <summary>Costs by the index of the instruction that a block begins with, and which instructions can be reached.</summary>
    public static (Dictionary<int, long> Costs, bool[] Reachable) Find(byte[] body, IReadOnlyList<ReadInstruction> instructions)
    {
        var (reachable, targets) = Follow(body, instructions);
        var costs = new Dictionary<int, long> { [0] = FuelModel.FunctionEntry };
        var current = 0;
        var open = new Stack<int>();
        for (var i = 0; i < instructions.Count; i++)
        {
            var opcode = instructions[i].Opcode;
            if (reachable[i]) costs[current] += FuelModel.CostOf(opcode);
            if (opcode is Block or Loop or If) open.Push(i);
            if (Begins(i, open) && i + 1 < instructions.Count) costs.Add(current = i + 1, 0);
            if (opcode == End && open.Count > 0) open.Pop();
        }

        return (costs, reachable);

        bool Begins(int i, Stack<int> constructs)
        {
            switch (instructions[i].Opcode)
            {
                case Loop or If or BrIf:
                    return reachable[i];
                case Else:
                    return reachable[constructs.Peek()];
                case End when constructs.Count > 0:
                    var opener = constructs.Peek();
                    var joins = instructions[opener].Opcode == If || (instructions[opener].Opcode == Block && targets.Contains(opener)) || !reachable[i];
                    return reachable[opener] && joins;
                default:
                    return false;
            }
        }
    }

    // Which instructions can be reached, and the blocks that reachable branches lead out of. The function itself is target -1.
    private static (bool[] Reachable, HashSet<int> Targets) Follow(byte[] body, IReadOnlyList<ReadInstruction> instructions)
    {
        var reachable = new bool[instructions.Count];
        var targets = new HashSet<int>();
        var open = new List<(int Opener, bool Reachable)> { (-1, true) };
        var live = true;
        for (var i = 0; i < instructions.Count; i++)
        {
            reachable[i] = live;
            switch (instructions[i].Opcode)
            {
                case Block or Loop or If:
                    open.Add((i, live));
                    break;
                case Else:
                    live = open[^1].Reachable;
                    break;
                case End:
                    live = open[^1].Reachable;
                    open.RemoveAt(open.Count - 1);
                    break;
                case Br or BrIf or BrTable when live:
                    foreach (var depth in Depths(body, instructions[i])) targets.Add(open[^((int)depth + 1)].Opener);
                    break;
            }

            live &= instructions[i].Opcode is not (Br or BrTable or 0x0F or 0x00);
        }

        return (reachable, targets);
    }

    private static uint[] Depths(byte[] body, ReadInstruction branch)
    {
        var reader = new InstructionReader(body, branch.Immediates);
        var count = branch.Opcode == BrTable ? reader.Unsigned() + 1 : 1;
        return [.. Enumerable.Range(0, (int)count).Select(_ => reader.Unsigned())];
    }
}
