using System.Reflection.Emit;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;
using Billing.Sandbox.Validation;

namespace Billing.Sandbox.Compilation;

/// <summary>
/// Writes the CIL of one function. Its shape: arguments of the function, the instance, and the call stack that is left; fuel, memory base and map in locals;
/// operands on the CIL stack within a basic block. What ends a call out of a block makes no basic block of its own: see the parts on fuel and memory.
/// </summary>
internal sealed partial class FunctionEmitter
{
    private readonly ModuleModel _module;
    private readonly IReadOnlyList<MethodBuilder> _methods;
    private readonly FunctionCode _code;
    private readonly ILGenerator _il;
    private readonly OperandStack _stack;
    private readonly List<Frame> _frames = [];
    private readonly LocalBuilder?[] _locals;
    private readonly LocalBuilder?[] _scratch = new LocalBuilder?[Enum.GetValues<WasmType>().Length * 2];
    private readonly CallShape _shape;
    private readonly LocalBuilder?[] _returned = new LocalBuilder?[Enum.GetValues<WasmType>().Length];
    private readonly int _contextArgument;
    private readonly LocalBuilder? _fuel;
    private readonly LocalBuilder? _memoryBase;
    private readonly LocalBuilder? _memoryMap;
    private LocalBuilder? _address;
    private Label? _outOfStack;
    private Label? _outOfTime;
    private int _current;

    private FunctionEmitter(ModuleModel module, IReadOnlyList<MethodBuilder> methods, FunctionCode code, ILGenerator il, Metering metering, CallShape shape)
    {
        _module = module;
        _methods = methods;
        _code = code;
        _il = il;
        _shape = shape;
        _stack = new OperandStack(il);
        _contextArgument = code.Type.Parameters.Length;
        _locals = new LocalBuilder?[code.Locals.Count];
        _charges = new ChargePlan(code, metering);
        if (metering != Metering.Off) _fuel = il.Declare(typeof(long));
        if (!code.UsesMemory) return;
        _memoryBase = il.Declare(typeof(byte*));
        _memoryMap = il.Declare(typeof(byte[]));
    }

    /// <param name="methods">Methods of the module's own functions, by index.</param>
    public static void Emit(ModuleModel module, IReadOnlyList<MethodBuilder> methods, FunctionCode code, ILGenerator il, Metering metering, CallShape shape) =>
        new FunctionEmitter(module, methods, code, il, metering, shape).EmitFunction();

    private void EmitFunction()
    {
        EmitPrologue();
        _frames.Add(new Frame { Op = WasmOp.Block, Type = new FunctionType([], _code.Type.Results), Height = 0 });
        var instructions = _code.Instructions;
        for (var i = 0; i < instructions.Count; i++)
        {
            _current = i;
            var next = i + 1 < instructions.Count ? instructions[i + 1].Op : WasmOp.End;
            if (instructions[i].Op == WasmOp.Charge) EmitCharge(i);
            else if (instructions[i].Op == WasmOp.Br) EmitBranch(instructions[i].A, _charges.PaysForHead(i));
            else EmitInstruction(instructions[i], next);
            RequireRoom();
        }

        EmitExits();
    }

    // A few bytes of WebAssembly can move a thousand values.
    private void RequireRoom() => EngineLimits.Check(_il.ILOffset, EngineLimits.CilBytes, "bytes of CIL in a function", _code.Offset);

    private void EmitInstruction(in Instruction instruction, WasmOp next)
    {
        var op = instruction.Op;
        if (NumericSignatures.Find(op) is { } signature) EmitNumeric(op, signature, next);
        else if (SimdInstructions.Find(op) is { } simd) EmitSimd(instruction, simd, next);
        else if (op is >= WasmOp.I32Load and <= WasmOp.I64Store32) EmitMemoryAccess(op, (uint)instruction.B);
        else if (!TryEmitControl(instruction) && !TryEmitVariable(instruction)) EmitBulk(instruction);
    }

    // Everything a function needs before its first block: stack, fuel, memory; the first charge follows in the code itself.
    private void EmitPrologue()
    {
        LoadStackLeft();
        _il.Int32(StackAccount.Cost(_code));
        _il.Emit(OpCodes.Sub);
        _il.StoreArgument(_contextArgument + 1);
        LoadStackLeft();
        _il.Int32(StackAccount.ExhaustedMask);
        _il.Emit(OpCodes.And);
        _outOfStack = _il.DefineLabel();
        _il.Emit(OpCodes.Brtrue, _outOfStack.Value);
        if (StackGuard.LooksInside(_code)) StackGuard.EmitLook(_il, _contextArgument, _outOfStack.Value);
        TakeFuel();
        if (_memoryBase is null) return;
        LoadContext();
        _il.Emit(OpCodes.Ldfld, RuntimeMembers.MemoryBase);
        _il.Emit(OpCodes.Stloc, _memoryBase);
        ReloadMemoryMap();
    }

    // What a method of the runtime may have changed.
    private void ReloadAfterRuntimeCall()
    {
        ReloadFuel();
        if (_memoryMap is not null) ReloadMemoryMap();
    }

    private void ReloadMemoryMap()
    {
        LoadContext();
        _il.Emit(OpCodes.Ldfld, RuntimeMembers.MemoryMap);
        _il.Emit(OpCodes.Stloc, _memoryMap!);
    }

    private void EmitExits()
    {
        EmitExit(_outOfStack, nameof(Traps.OutOfStack), SaveFuelGiven);
        EmitExit(_outOfTime, nameof(Traps.OutOfTime));
    }

    private void EmitExit(Label? label, string trap, Action? prepare = null)
    {
        if (label is not { } target) return;
        _il.MarkLabel(target);
        prepare?.Invoke();
        EmitTrap(trap);
    }

    private void EmitTrap(string trap)
    {
        _il.CallRuntime(typeof(Traps), trap);
        _il.Emit(OpCodes.Throw);
    }

    private void LoadContext() => _il.LoadArgument(_contextArgument);

    private void LoadStackLeft() => _il.LoadArgument(_contextArgument + 1);

    // Locals for the moment between two CIL instructions; the second one of a type is for those that need two.
    private LocalBuilder Scratch(WasmType type, bool second = false) =>
        _scratch[((int)type * 2) + (second ? 1 : 0)] ??= _il.Declare(RuntimeMembers.ClrType(type));

    /// <summary>A block being written.</summary>
    private sealed class Frame
    {
        public required WasmOp Op { get; set; }

        public required FunctionType Type { get; init; }

        /// <summary>Height of the operand stack below the block's parameters.</summary>
        public required int Height { get; init; }

        public Label Label { get; init; }

        public Label Else { get; init; }

        /// <summary>Of a loop: where its head begins for those who have paid for it.</summary>
        public Label PaidLabel { get; init; }

        public WasmType[] LabelTypes => Op == WasmOp.Loop ? Type.Parameters : Type.Results;
    }
}
