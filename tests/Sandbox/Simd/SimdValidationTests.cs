using Billing.Sandbox.Binary;
using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Simd;

/// <summary>Every SIMD instruction is accepted with the operands, lanes and alignment it has, and refused with any others.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
internal sealed class SimdValidationTests
{
    private static readonly WasmType[] Types = [WasmType.I32, WasmType.I64, WasmType.F32, WasmType.F64, WasmType.V128, WasmType.FuncRef, WasmType.ExternRef];

    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1, CacheBytes = 0 });

    private static IEnumerable<TestCaseData> Instructions => SimdInstructions.All.Select(entry => new TestCaseData(entry.Number).SetArgDisplayNames(entry.Instruction.Name));

    [OneTimeTearDown]
    public void Stop() => _engine.Dispose();

    [TestCaseSource(nameof(Instructions))]
    public void Operands_and_results_are_checked(uint number)
    {
        var instruction = SimdInstructions.Find(number)!;
        Refusal(number, instruction.Operands, instruction.Result).ShouldBeNull();
        for (var i = 0; i < instruction.Operands.Length; i++)
        {
            foreach (var wrong in Types.Where(type => type != instruction.Operands[i]))
                Refusal(number, [.. instruction.Operands[..i], wrong, .. instruction.Operands[(i + 1)..]], instruction.Result).ShouldBe(WasmErrorCodes.Invalid, $"operand {i} is {wrong}");
        }

        if (instruction.Operands.Length > 0) Refusal(number, instruction.Operands[1..], instruction.Result).ShouldBe(WasmErrorCodes.Invalid, "one operand is missing");
        foreach (var wrong in Types.Where(type => type != instruction.Result)) Refusal(number, instruction.Operands, wrong).ShouldBe(WasmErrorCodes.Invalid, $"the result is {wrong}");
    }

    [Test]
    public void A_lane_that_does_not_exist_is_refused()
    {
        foreach (var (number, instruction) in SimdInstructions.All.Where(entry => entry.Instruction.Lanes > 0))
        {
            Refusal(number, instruction.Operands, instruction.Result, lane: instruction.Lanes - 1).ShouldBeNull(instruction.Name);
            Refusal(number, instruction.Operands, instruction.Result, lane: instruction.Lanes).ShouldBe(WasmErrorCodes.Invalid, instruction.Name);
            Refusal(number, instruction.Operands, instruction.Result, lane: 255).ShouldBe(WasmErrorCodes.Invalid, instruction.Name);
        }
    }

    [Test]
    public void An_alignment_beyond_the_natural_one_is_refused()
    {
        foreach (var (number, instruction) in SimdInstructions.All.Where(entry => entry.Instruction.Width > 0))
        {
            var natural = int.Log2(instruction.Width);
            for (var align = 0; align <= natural; align++) Refusal(number, instruction.Operands, instruction.Result, align).ShouldBeNull(instruction.Name);
            foreach (var align in (int[])[natural + 1, 31, 32, 63]) Refusal(number, instruction.Operands, instruction.Result, align).ShouldBe(WasmErrorCodes.Invalid, instruction.Name);
        }
    }

    [Test]
    public void An_access_to_a_memory_that_is_not_there_is_refused()
    {
        foreach (var (number, instruction) in SimdInstructions.All)
            Refusal(number, instruction.Operands, instruction.Result, memory: false).ShouldBe(instruction.Width > 0 ? WasmErrorCodes.Invalid : null, instruction.Name);
    }

    [Test]
    public void Numbers_without_an_instruction_are_malformed_and_those_of_later_features_are_refused()
    {
        for (var number = 0u; number < 0x200; number++)
        {
            if (SimdInstructions.Find(number) is not null) continue;
            var isLater = number is >= 0x100 and < 0x160;
            Refusal(number, [], null).ShouldBe(isLater ? WasmErrorCodes.Unsupported : WasmErrorCodes.Invalid, $"0xFD {number}");
        }
    }

    [Test]
    public void A_vector_that_is_cut_off_is_refused()
    {
        for (var length = 0; length < 16; length++)
        {
            var builder = new ModuleBuilder();
            builder.Function([], [], code => code.Emit(Op.Simd, 0x0C).Emit(new byte[length]), "run");
            _engine.Compile(builder.Build()).Error!.Code.ShouldBe(WasmErrorCodes.Invalid);
        }
    }

    [Test]
    public void Only_the_constant_may_stand_in_a_constant_expression()
    {
        var builder = new ModuleBuilder();
        builder.Global(Op.V128, mutable: false, code => code.Emit(Op.Simd, 0x0C).Emit(new byte[16]));
        _engine.Compile(builder.Build()).Error.ShouldBeNull();
        builder.Global(Op.V128, mutable: false, code => code.I32(1).Emit(Op.Simd, 0x11));
        _engine.Compile(builder.Build()).Error!.Code.ShouldBe(WasmErrorCodes.Invalid);
    }

    // The code of the refusal of a function that executes one instruction; null when it is accepted.
    private string? Refusal(uint number, WasmType[] operands, WasmType? result, int align = 0, int lane = 0, bool memory = true)
    {
        var builder = new ModuleBuilder();
        builder.Function([.. operands.Select(Code)], result is { } type ? [Code(type)] : [], code =>
        {
            for (var i = 0u; i < operands.Length; i++) code.Get(i);
            code.Emit(Op.Simd).Unsigned(number);
            if (SimdInstructions.Find(number) is not { } instruction) return;
            if (instruction.Width > 0) code.Emit((byte)align, 0);
            if (instruction.Kind is SimdKind.Constant or SimdKind.Shuffle) code.Emit(new byte[15]);
            if (instruction.Lanes > 0 || instruction.Kind == SimdKind.Constant) code.Emit((byte)lane);
        });
        if (memory) builder.Memory(1);
        return _engine.Compile(builder.Build()).Error?.Code;
    }

    private static byte Code(WasmType type) => type switch
    {
        WasmType.I32 => Op.I32,
        WasmType.I64 => Op.I64,
        WasmType.F32 => Op.F32,
        WasmType.F64 => Op.F64,
        WasmType.V128 => Op.V128,
        WasmType.FuncRef => Op.FuncRef,
        _ => Op.ExternRef,
    };
}
