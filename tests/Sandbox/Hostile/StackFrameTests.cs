using System.Runtime.CompilerServices;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Compilation;
using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Assembling;
using Billing.Sandbox.Validation;

namespace Billing.Sandbox.Tests.Hostile;

/// <summary>
/// A StackOverflowException ends the process, so no frame of the machine's may be larger than the engine takes it for. Functions that make the JIT keep as many
/// values as possible call themselves, and the host measures how far down they come.
/// </summary>
[TestFixture]
internal sealed class StackFrameTests
{
    private const uint Mark = 0;
    private const uint Many = 1;
    private const uint Nothing = 2;
    private const uint Take = 3;
    private const uint Pass = 4;

    private readonly List<nint> _marks = [];
    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 1 });

    [OneTimeTearDown]
    public void Stop() => _engine.Dispose();

    [Test]
    public void Values_that_calls_move(
        [Values(Op.I32, Op.F64, Op.V128, Op.FuncRef, Op.ExternRef)] byte type,
        [Values(7, 100)] int width,
        [Values(1, 40)] int times,
        [Values] Shape shape)
    {
        byte[] types = [.. Enumerable.Repeat(type, width)];
        var builder = new ModuleBuilder();
        builder.ImportFunction("host", "mark", [], []).ShouldBe(Mark);
        builder.Function([], types, code => code.Repeat(width, c => Constant(c, type)));
        builder.Function([], [], _ => { });
        builder.Function(types, [], _ => { });
        builder.Function(types, types, code =>
        {
            for (var i = 0u; i < width; i++) code.Get(i);
        });
        builder.Function([Op.I32], [], code => Recursion(code, Pass + 1, c => Move(c, shape, times)), "run");
        Check(builder, Pass + 1, "run");
    }

    [Test]
    public void Vectors_that_are_all_kept([Values(4, 60)] int times)
    {
        foreach (var (number, instruction) in SimdInstructions.All.Where(entry => entry.Instruction.Kind == SimdKind.Compute))
        {
            var builder = new ModuleBuilder();
            builder.ImportFunction("host", "mark", [], []).ShouldBe(Mark);
            builder.Memory(1);
            builder.Function([Op.I32], [], code => Recursion(code, 1, c => Compute(c, number, instruction, times)), "run");
            Check(builder, 1, instruction.Name);
        }
    }

    // f(n): at 0 tells the host; else does the work and calls f(n - 1).
    private static void Recursion(Code code, uint self, Action<Code> work)
    {
        code.Get(0).If();
        work(code);
        code.Get(0).I32(1).Emit(Op.I32Sub).Call(self).Else().Call(Mark).End();
    }

    private static void Move(Code code, Shape shape, int times)
    {
        switch (shape)
        {
            case Shape.GivenAndTaken:
                code.Repeat(times, c => c.Call(Many).Call(Nothing).Call(Take));
                break;
            case Shape.PassedOn:
                code.Call(Many).Repeat(times, c => c.Call(Pass)).Call(Take);
                break;
            default:
                code.Repeat(times, c => c.Block().Call(Many).Call(Nothing).Br(0).End());
                break;
        }
    }

    private static void Compute(Code code, uint number, SimdInstruction instruction, int times)
    {
        for (var i = 0; i < times; i++)
        {
            foreach (var operand in instruction.Operands)
            {
                code.I32(i * 16);
                if (operand == WasmType.I32) code.Access(Op.I32Load);
                else if (operand == WasmType.I64) code.Access(Op.I64Load);
                else if (operand == WasmType.F32) code.Emit(0x2A, 0, 0);
                else if (operand == WasmType.F64) code.Emit(0x2B, 0, 0);
                else code.Emit(Op.Simd, 0, 0, 0);
            }

            code.Emit(Op.Simd).Unsigned(number);
        }

        code.Repeat(times, c => c.Emit(Op.Drop));
    }

    private static void Constant(Code code, byte type)
    {
        if (type == Op.I32) code.I32(1);
        else if (type == Op.F64) code.F64(1);
        else if (type == Op.V128) code.Emit(Op.Simd).Unsigned(12).Emit(new byte[16]);
        else code.Emit(Op.RefNull, type);
    }

    private void Check(ModuleBuilder builder, uint function, string what)
    {
        var wasm = builder.Build();
        var assumed = AssumedBytes(wasm, function);
        _engine.RunAsync(() =>
        {
            using var instance = _engine.Compile(wasm).Value!.Instantiate(Host(), WasmLimits.Default).Value!;
            _marks.Clear();
            Call(instance, 1).ShouldBeNull(what);
            Call(instance, 2).ShouldBeNull(what);
            (_marks[0] - _marks[1]).ShouldBeInRange(1, (nint)assumed, what);
            (Call(instance, 999) is null or WasmErrorCodes.LimitStack).ShouldBeTrue(what);
            return true;
        }).GetAwaiter().GetResult();
    }

    private static string? Call(IWasmInstance instance, int depth) => instance.Call("run", [WasmValue.FromInt32(depth)], WasmLimits.Default).Error?.Code;

    private static long AssumedBytes(byte[] wasm, uint function)
    {
        var model = ModuleDecoder.Decode(wasm);
        var code = new FunctionCode();
        new FunctionValidator(model).Read((int)function - model.ImportedFunctions, code);
        return StackAccount.MachineBytes(code);
    }

    private unsafe WasmImports Host() => new WasmImports().Add("host", "mark", new WasmHostFunction(new WasmSignature([], []), (_, _) =>
    {
        var here = 0;
        _marks.Add((nint)Unsafe.AsPointer(ref here));
        return [];
    }));

    public enum Shape
    {
        GivenAndTaken,
        PassedOn,
        LeftInBlocks,
    }
}
