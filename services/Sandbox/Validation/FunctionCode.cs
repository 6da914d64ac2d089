using System.Runtime.InteropServices;
using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Validation;

/// <summary>One validated instruction. What <paramref name="A"/> and <paramref name="B"/> hold depends on the instruction: indices, an offset, the bits of a constant.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Instruction(WasmOp Op, int A, long B);

/// <summary>What a validated function is made of, without the code that can never be reached. Reused from function to function.</summary>
internal sealed class FunctionCode
{
    public List<Instruction> Instructions { get; } = [];

    /// <summary>Types of the blocks, by <see cref="Instruction.A"/> of <c>block</c>, <c>loop</c> and <c>if</c>.</summary>
    public List<FunctionType> BlockTypes { get; } = [];

    /// <summary>Label depths of the <c>br_table</c>s, the default last, by <see cref="Instruction.A"/>.</summary>
    public List<int[]> BranchTables { get; } = [];

    /// <summary>Constants of 128 bits and lanes of shuffles, by <see cref="Instruction.A"/>.</summary>
    public List<UInt128> Vectors { get; } = [];

    /// <summary>Parameters first.</summary>
    public List<WasmType> Locals { get; } = [];

    public FunctionType Type { get; set; } = new([], []);

    /// <summary>Where the body begins in the module.</summary>
    public int Offset { get; set; }

    /// <summary>The largest height of the operand stack in reachable code; a v128 counts twice.</summary>
    public int OperandSlots { get; set; }

    public int SimdInstructions { get; set; }

    public int Calls { get; set; }

    /// <summary>Arguments and results of all calls together; a vector or a reference counts twice.</summary>
    public long CallOperands { get; set; }

    public bool UsesMemory { get; set; }

    /// <summary>How deep loops lie in loops.</summary>
    public int LoopDepth { get; set; }

    public void Clear()
    {
        Instructions.Clear();
        BlockTypes.Clear();
        BranchTables.Clear();
        Vectors.Clear();
        Locals.Clear();
        OperandSlots = SimdInstructions = Calls = LoopDepth = 0;
        CallOperands = 0;
        UsesMemory = false;
    }
}

/// <summary>Flags of <c>else</c> and <c>end</c> in <see cref="Instruction.A"/>.</summary>
[Flags]
internal enum JoinFlags
{
    None = 0,

    /// <summary>Control can come from the instruction before.</summary>
    FallsThrough = 1,

    /// <summary>A branch leads here.</summary>
    Targeted = 2,
}
