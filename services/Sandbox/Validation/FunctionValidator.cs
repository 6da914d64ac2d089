using Billing.Sandbox.Binary;
using static System.FormattableString;

namespace Billing.Sandbox.Validation;

/// <summary>
/// Decodes and validates one function body at a time. All bodies are validated before any is compiled; the compiler then reads them a second time, with
/// a <see cref="FunctionCode"/> to fill, so that never more than one function's instructions are in memory.
/// Nothing here recurses: blocks nest as deep as the module likes.
/// </summary>
internal sealed partial class FunctionValidator(ModuleModel module)
{
    private readonly BinaryCursor _cursor = new(module.Bytes, 0, 0);
    private readonly OperandTypes _operands = new();
    private readonly List<Block> _blocks = [];
    private readonly List<WasmType> _locals = [];
    private FunctionCode? _code;
    private FunctionType _type = new([], []);
    private const long StepsPerLocal = 4;

    private long _steps;
    private int _basicBlocks;
    private int _at;
    private int _chargeIndex;
    private int _chargeCost;
    private int _deadDepth;
    private int _loopDepth;

    /// <exception cref="WasmFormatException">The body is malformed or invalid.</exception>
    /// <param name="index">Index among the module's own functions.</param>
    /// <param name="code">Filled when given.</param>
    public void Read(int index, FunctionCode? code = null)
    {
        var body = module.Bodies[index];
        _type = module.Functions[module.ImportedFunctions + index];
        _code = code;
        _cursor.Rebase(body.Start, body.End);
        _operands.Reset();
        _blocks.Clear();
        _chargeIndex = -1;
        _deadDepth = 0;
        _loopDepth = 0;
        _basicBlocks = 0;
        ReadLocals();
        if (code is not null)
        {
            code.Clear();
            code.Type = _type;
            code.Offset = body.Start;
            code.Locals.AddRange(_locals);
        }

        PushBlock(WasmOp.Block, new FunctionType([], _type.Results));
        BeginCharge(1);
        while (_blocks.Count > 0)
        {
            _at = _cursor.Offset;
            ReadInstruction();
        }

        if (!_cursor.AtEnd) throw WasmFormatException.Invalid("There are bytes after the end of a function.", _cursor.Offset);
    }

    /// <summary>Whether the instruction being read can be reached as far as the types tell.</summary>
    private bool Live => !_operands.Unreachable && _deadDepth == 0;

    private void ReadLocals()
    {
        _locals.Clear();
        _locals.AddRange(_type.Parameters);
        var groups = _cursor.ReadCount("groups of locals", 2);
        long total = _locals.Count;
        Spend(total);
        for (var i = 0; i < groups; i++)
        {
            var at = _cursor.Offset;
            var count = _cursor.ReadU32();
            total += count;
            EngineLimits.Check(total, EngineLimits.Locals, "locals", at);
            Spend(count * StepsPerLocal);
            var type = ModuleDecoder.ReadValueType(_cursor);
            for (var j = 0u; j < count; j++) _locals.Add(type);
        }
    }

    private void ReadInstruction()
    {
        var first = _cursor.ReadByte();
        if (first == SimdInstructions.Prefix) ReadSimd();
        else ReadPlain(first, first == 0xFC ? ReadPrefixed() : (WasmOp)first);
        if (Live && _code is not null && _operands.Slots > _code.OperandSlots) _code.OperandSlots = _operands.Slots;
        if (_operands.Height > EngineLimits.OperandSlots) EngineLimits.Check(_operands.Height, EngineLimits.OperandSlots, "operands on the stack", _at);
    }

    private void ReadPlain(byte first, WasmOp op)
    {
        if (NumericSignatures.Find(op) is { } signature)
        {
            if (signature.Second is { } second) Pop(second);
            Pop(signature.First);
            Push(signature.Result);
            Add(op);
        }
        else if (op is >= WasmOp.I32Load and <= WasmOp.I64Store32) ReadMemoryAccess(op);
        else if (!TryReadControl(op) && !TryReadVariable(op) && !TryReadBulk(op)) throw UnknownOpcode(first);
    }

    private WasmOp ReadPrefixed()
    {
        var second = _cursor.ReadU32();
        return second <= 17 ? (WasmOp)(0xFC00 + second) : throw WasmFormatException.Refuse(LaterFeatures.OfNumericInstruction(second), $"0xFC {second} is not an instruction.", _at);
    }

    private WasmFormatException UnknownOpcode(byte opcode) => WasmFormatException.Refuse(
        opcode == ModuleDecoder.ReferencePrefix ? LaterFeatures.OfReferenceInstruction(_cursor.ReadU32()) : LaterFeatures.OfInstruction(opcode),
        $"0x{opcode:X2} is not an instruction.",
        _at);

    private int ReadBoundedIndex(int count, string what)
    {
        var at = _cursor.Offset;
        var index = _cursor.ReadIndex();
        return index < count ? index : throw WasmFormatException.Invalid(Invariant($"There is no {what} {index}."), at);
    }

    private void Push(WasmType type) => _operands.Push(type);

    private WasmType Pop(WasmType wanted) => _operands.Pop(wanted, _at);

    /// <summary>Adds an instruction that costs one unit of fuel, when it can be reached.</summary>
    private void Add(WasmOp op, int a = 0, long b = 0)
    {
        if (!Live) return;
        _chargeCost++;
        _code?.Instructions.Add(new Instruction(op, a, b));
    }

    /// <summary>Adds an instruction that is free.</summary>
    private void AddFree(WasmOp op, int a = 0, long b = 0) => _code?.Instructions.Add(new Instruction(op, a, b));

    /// <summary>Begins a basic block: its cost is known when it ends, and is then put where it began.</summary>
    private void BeginCharge(int cost = 0)
    {
        EndCharge();
        EngineLimits.Check(++_basicBlocks, EngineLimits.BasicBlocks, "basic blocks in a function", _at);
        _chargeCost = cost;
        if (_code is null) return;
        _chargeIndex = _code.Instructions.Count;
        _code.Instructions.Add(default);
    }

    private void EndCharge()
    {
        if (_code is not null && _chargeIndex >= 0) _code.Instructions[_chargeIndex] = new Instruction(WasmOp.Charge, 0, _chargeCost);
        _chargeIndex = -1;
    }

    // Not from function to function: the sum is the module's.
    private void Spend(long steps) => EngineLimits.Check(_steps += steps, EngineLimits.CompilationSteps, "steps of compilation", _cursor.Offset);

    /// <summary>A block being read.</summary>
    private sealed class Block
    {
        public required WasmOp Op { get; set; }

        public required FunctionType Type { get; set; }

        /// <summary>Height of the operand stack below the block's parameters.</summary>
        public required int Height { get; set; }

        /// <summary>Whether the block itself can be reached. If not, no instruction stands for it.</summary>
        public required bool Emitted { get; set; }

        public required bool OuterUnreachable { get; set; }

        /// <summary>Number of the basic block that begins here.</summary>
        public required int BasicBlock { get; set; }

        public bool Targeted { get; set; }

        public WasmType[] LabelTypes => Op == WasmOp.Loop ? Type.Parameters : Type.Results;
    }
}
