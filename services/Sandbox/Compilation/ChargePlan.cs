using Billing.Sandbox.Binary;
using Billing.Sandbox.Validation;

namespace Billing.Sandbox.Compilation;

/// <summary>How a function pays for its blocks.</summary>
internal enum Metering
{
    /// <summary>A block may pay for those behind it that are sure to follow, where nobody can tell; see <see cref="ChargePlan"/>.</summary>
    Merged,

    /// <summary>Each block pays when it begins, as the model says it. For tests, which compare.</summary>
    EachBlock,

    /// <summary>Nothing is paid. For benchmarks, to see what the fuel costs.</summary>
    Off,
}

/// <summary>What a block is charged when it begins.</summary>
/// <param name="IsInterruptible">Whether it takes its price from the instance, where the watchdog can raise it.</param>
internal readonly record struct BlockCharge(long Cost, bool IsInterruptible);

/// <summary>
/// The charges of a function, as few as can be. The model charges each basic block when it begins. A block that computes on operands and locals only can as well pay for what is sure to be
/// charged after it: if the fuel does not suffice, the call ends with <c>limit.fuel</c> and its limit as the fuel used, wherever between the two it was found out. So such a block pays for
/// the block behind an <c>if</c> whose branches are all like it, for what both branches cost, and, when it goes back to the head of a loop, for the head.
/// </summary>
internal sealed class ChargePlan
{
    private readonly List<Instruction> _instructions;
    private readonly List<int[]> _branchTables;
    private readonly BlockCharge[] _charges;
    private readonly Dictionary<int, int> _backEdges = [];
    private readonly HashSet<int> _heads = [];
    private readonly List<Region> _regions = [];
    private readonly bool _merges;

    public ChargePlan(FunctionCode code, Metering metering)
    {
        _instructions = code.Instructions;
        _branchTables = code.BranchTables;
        _charges = new BlockCharge[_instructions.Count];
        _merges = metering == Metering.Merged;
        if (_merges) FindBackEdges();
        Walk();
    }

    /// <param name="index">Of the charge that a block begins with.</param>
    public BlockCharge At(int index) => _charges[index];

    /// <summary>Whether the block that ends in this branch has paid for the head of the loop it goes to.</summary>
    public bool PaysForHead(int branch) => _backEdges.ContainsKey(branch);

    /// <summary>
    /// Whether what follows an instruction may end the call in this function, or call something that charges the instance: then that must know the fuel. A callee is told it as an argument,
    /// and says for itself what is left.
    /// </summary>
    public bool IsSeenAfter(int index)
    {
        for (var i = index + 1; i < _instructions.Count; i++)
        {
            var op = _instructions[i].Op;
            if (op is WasmOp.Charge or WasmOp.Call) return false;
            if (!IsQuiet(op) && !IsControl(op)) return true;
        }

        return false;
    }

    // Unconditional branches to loops, with the charge at the loop's head.
    private void FindBackEdges()
    {
        var heads = new List<int>();
        for (var i = 0; i < _instructions.Count; i++)
        {
            var (op, depth, _) = _instructions[i];
            if (op is WasmOp.Block or WasmOp.If) heads.Add(-1);
            else if (op == WasmOp.Loop) heads.Add(i + 1);
            else if (op == WasmOp.End && heads.Count > 0) heads.RemoveAt(heads.Count - 1);
            else if (op == WasmOp.Br && depth < heads.Count && heads[^(depth + 1)] is >= 0 and var head) _backEdges.Add(i, head);
        }
    }

    // From the end to the beginning, so that what a block can prepay is known before the blocks that may take it over.
    private void Walk()
    {
        var block = new Block();
        for (var i = _instructions.Count - 1; i >= 0; i--)
        {
            var instruction = _instructions[i];
            switch (instruction.Op)
            {
                case WasmOp.Charge:
                    Finish(i, block);
                    block = new Block();
                    break;
                case WasmOp.End:
                    block.IsSeen |= _regions.Count == 0;
                    _regions.Add(new Region(i + 1, ((JoinFlags)instruction.A).HasFlag(JoinFlags.Targeted)));
                    break;
                case WasmOp.Else:
                    _regions[^1].Else = i + 1;
                    break;
                case WasmOp.If:
                    block.If = Leave(staysPlain: true);
                    block.If.Then = i + 1;
                    break;
                case WasmOp.Block or WasmOp.Loop:
                    Leave(staysPlain: instruction.Op == WasmOp.Block);
                    break;
                case WasmOp.Br or WasmOp.BrIf:
                    _regions[^1].IsPlain = false;
                    block.IsSeen |= instruction.A == _regions.Count - 1;
                    block.BackEdge = i;
                    break;
                case WasmOp.BrTable:
                    _regions[^1].IsPlain = false;
                    block.IsSeen |= _branchTables[instruction.A].Contains(_regions.Count - 1);
                    break;
                default:
                    block.IsSeen |= !IsQuiet(instruction.Op);
                    block.HasEffects |= instruction.Op == WasmOp.GlobalSet;
                    break;
            }
        }
    }

    private Region Leave(bool staysPlain)
    {
        var region = _regions[^1];
        _regions.RemoveAt(_regions.Count - 1);
        _regions[^1].IsPlain &= staysPlain && region.IsPlain;
        return region;
    }

    private void Finish(int index, Block block)
    {
        var isHead = index > 0 && _instructions[index - 1].Op == WasmOp.Loop;
        _charges[index] = new BlockCharge(_instructions[index].B, isHead || index == 0);
        var isPlain = !block.IsSeen && !block.HasEffects;
        _regions[^1].IsPlain &= isPlain;
        if (!_merges) return;

        // A head that is the whole loop pays each time it is entered, or it would pay once.
        if (!isPlain || _backEdges.GetValueOrDefault(block.BackEdge, -1) == index) _backEdges.Remove(block.BackEdge);
        else if (_backEdges.TryGetValue(block.BackEdge, out var head)) PayForHead(index, head);

        // A head that others pay for must cost what they paid.
        else if (block.If is { } branches && !_heads.Contains(index)) PayForBranches(index, branches);
    }

    private void PayForHead(int index, int head)
    {
        _charges[index] = _charges[index] with { Cost = _charges[index].Cost + _instructions[head].B, IsInterruptible = true };
        _heads.Add(head);
    }

    private void PayForBranches(int index, Region branches)
    {
        if (branches.Else > 0)
        {
            var both = Math.Min(_charges[branches.Then].Cost, _charges[branches.Else].Cost);
            foreach (var branch in (int[])[branches.Then, branches.Else]) _charges[branch] = _charges[branch] with { Cost = _charges[branch].Cost - both };
            _charges[index] = _charges[index] with { Cost = _charges[index].Cost + both };
        }

        if (!branches.IsPlain || branches.IsTargeted) return;
        var behind = _charges[branches.Behind];
        _charges[branches.Behind] = behind with { Cost = 0, IsInterruptible = false };
        _charges[index] = _charges[index] with { Cost = _charges[index].Cost + behind.Cost, IsInterruptible = _charges[index].IsInterruptible || behind.IsInterruptible };
    }

    private static bool IsControl(WasmOp op) =>
        op is WasmOp.Nop or WasmOp.Block or WasmOp.Loop or WasmOp.If or WasmOp.Else or WasmOp.End or WasmOp.Br or WasmOp.BrIf or WasmOp.BrTable or WasmOp.Return;

    // Instructions that neither trap nor call the runtime for more than a number.
    private static bool IsQuiet(WasmOp op) => op switch
    {
        WasmOp.Drop or WasmOp.Select => true,
        WasmOp.LocalGet or WasmOp.LocalSet or WasmOp.LocalTee or WasmOp.GlobalGet or WasmOp.GlobalSet => true,
        WasmOp.I32Const or WasmOp.I64Const or WasmOp.F32Const or WasmOp.F64Const => true,
        _ => NumericSignatures.Find(op) is not null && !NumericCode.MayTrap(op),
    };

    /// <summary>A basic block, read from its end.</summary>
    private sealed class Block
    {
        public bool IsSeen { get; set; }

        public bool HasEffects { get; set; }

        /// <summary>The branches that it ends in.</summary>
        public Region? If { get; set; }

        /// <summary>The branch that it ends in, when it is one.</summary>
        public int BackEdge { get; set; } = -1;
    }

    /// <summary>What lies between the beginning and the end of a block instruction, read from its end.</summary>
    /// <param name="behind">The charge of the block that begins behind it.</param>
    private sealed class Region(int behind, bool isTargeted)
    {
        public int Behind { get; } = behind;

        public bool IsTargeted { get; } = isTargeted;

        public int Then { get; set; }

        public int Else { get; set; }

        /// <summary>Whether it has an end that is always reached, and no instruction that anybody could tell was executed.</summary>
        public bool IsPlain { get; set; } = true;
    }
}
