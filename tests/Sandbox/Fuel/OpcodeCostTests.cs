using Billing.Sandbox.Binary;
using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Assembling;
using Billing.Sandbox.Tests.Differential;

namespace Billing.Sandbox.Tests.Fuel;

/// <summary>Every instruction is executed and must cost what <see cref="FuelModel"/> says.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class OpcodeCostTests
{
    private const byte Empty = Op.EmptyBlock;
    private const uint Callee = 0; // of a module of one function more

    private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 2 });

    private static IEnumerable<TestCaseData> Cases => [.. Written().Concat(Computing()).Concat(Accesses()).Select(entry => new TestCaseData(entry.Code).SetArgDisplayNames(NameOf(entry.Op)))];

    [OneTimeTearDown]
    public void Stop() => _engine.Dispose();

    [TestCaseSource(nameof(Cases))]
    public void Costs_what_the_model_says(Func<PaidCode, PaidCode> write)
    {
        var code = write(new PaidCode());
        Call(code, code.Fuel).FuelUsed.ShouldBe(code.Fuel);
        Call(code, code.Fuel).Error?.Code.ShouldNotBe(WasmErrorCodes.LimitFuel, "just enough");
        var short1 = Call(code, code.Fuel - 1);
        (short1.Error?.Code, short1.FuelUsed).ShouldBe((WasmErrorCodes.LimitFuel, code.Fuel - 1), "one unit less");
    }

    [Test]
    public void No_instruction_is_left_out() =>
        PureInstructions.Supported.Except(Written().Concat(Computing()).Concat(Accesses()).Select(entry => entry.Op)).Select(NameOf).ShouldBeEmpty();

    private static IEnumerable<(WasmOp Op, Func<PaidCode, PaidCode> Code)> Computing() =>
        PureInstructions.ScalarsByResult.Values.Concat(PureInstructions.VectorsByResult.Values).SelectMany(instructions => instructions)
            .Select(instruction => (instruction.Op, (Func<PaidCode, PaidCode>)(code => Immediates(code.Constants(instruction.Operands).Do(instruction.Op), instruction.Simd).Do(WasmOp.Drop))));

    private static PaidCode Immediates(PaidCode code, SimdInstruction? simd) => simd?.Kind switch
    {
        SimdKind.Constant or SimdKind.Shuffle => code.Raw(new byte[16]),
        SimdKind.ComputeLane => code.Raw([0]),
        _ => code,
    };

    private static IEnumerable<(WasmOp Op, Func<PaidCode, PaidCode> Code)> Accesses()
    {
        for (var op = WasmOp.I32Load; op <= WasmOp.I64Store32; op++)
        {
            var (access, type) = (op, MemoryAccess.Describe(op).Type);
            if (MemoryAccess.IsStore(op)) yield return (op, code => code.Int(8).Constant(type).Do(access, 0, 0));
            else yield return (op, code => code.Int(8).Do(access, 0, 0).Do(WasmOp.Drop));
        }

        foreach (var (op, instruction) in PureInstructions.VectorAccesses.Values.SelectMany(accesses => accesses))
        {
            yield return (op, code =>
            {
                code.Constants(instruction.Operands).Do(op, 0, 0);
                if (instruction.Kind is SimdKind.LoadLane or SimdKind.StoreLane) code.Raw([0]);
                return instruction.Result is null ? code : code.Do(WasmOp.Drop);
            }
            );
        }
    }

    private static IEnumerable<(WasmOp Op, Func<PaidCode, PaidCode> Code)> Written() =>
    [
        (WasmOp.Unreachable, code => code.Int(1).Do(WasmOp.Drop).Do(WasmOp.Unreachable)),
        (WasmOp.Nop, code => code.Do(WasmOp.Nop)),
        (WasmOp.Block, code => code.Do(WasmOp.Block, Empty).Int(1).Do(WasmOp.Drop).Do(WasmOp.End)),
        (WasmOp.Loop, code => code.Do(WasmOp.Loop, Empty).Int(1).Do(WasmOp.Drop).Do(WasmOp.End)),
        (WasmOp.If, code => code.Int(1).Do(WasmOp.If, Empty).Do(WasmOp.End)),
        (WasmOp.Else, code => code.Int(1).Do(WasmOp.If, Empty).Do(WasmOp.Else).Do(WasmOp.End)),
        (WasmOp.End, code => code.Do(WasmOp.Block, Empty).Do(WasmOp.End)),
        (WasmOp.Br, code => code.Do(WasmOp.Block, Empty).Do(WasmOp.Br, 0).Do(WasmOp.End)),
        (WasmOp.BrIf, code => code.Do(WasmOp.Block, Empty).Int(0).Do(WasmOp.BrIf, 0).Do(WasmOp.End)),
        (WasmOp.BrTable, code => code.Do(WasmOp.Block, Empty).Int(0).Do(WasmOp.BrTable, 1, 0, 0).Do(WasmOp.End)),
        (WasmOp.Return, code => code.Int(1).Do(WasmOp.Drop).Do(WasmOp.Return)),
        (WasmOp.Call, code => code.Do(WasmOp.Call, Callee).And(FuelModel.FunctionEntry)),
        (WasmOp.CallIndirect, code => code.Int(0).Do(WasmOp.CallIndirect, 0, 0).And(FuelModel.FunctionEntry)),
        (WasmOp.Drop, code => code.Int(1).Do(WasmOp.Drop)),
        (WasmOp.Select, code => code.Int(1).Int(2).Int(0).Do(WasmOp.Select).Do(WasmOp.Drop)),
        (WasmOp.SelectTyped, code => code.Int(1).Int(2).Int(0).Do(WasmOp.SelectTyped, 1, Op.I32).Do(WasmOp.Drop)),
        (WasmOp.LocalGet, code => code.Do(WasmOp.LocalGet, 0).Do(WasmOp.Drop)),
        (WasmOp.LocalSet, code => code.Int(1).Do(WasmOp.LocalSet, 0)),
        (WasmOp.LocalTee, code => code.Int(1).Do(WasmOp.LocalTee, 0).Do(WasmOp.Drop)),
        (WasmOp.GlobalGet, code => code.Do(WasmOp.GlobalGet, 0).Do(WasmOp.Drop)),
        (WasmOp.GlobalSet, code => code.Int(1).Do(WasmOp.GlobalSet, 0)),
        (WasmOp.TableGet, code => code.Int(1).Do(WasmOp.TableGet, 0).Do(WasmOp.Drop)),
        (WasmOp.TableSet, code => code.Int(1).Constant(WasmType.FuncRef).Do(WasmOp.TableSet, 0)),
        (WasmOp.MemorySize, code => code.Do(WasmOp.MemorySize, 0).Do(WasmOp.Drop)),
        (WasmOp.MemoryGrow, code => code.Int(3).Do(WasmOp.MemoryGrow, 0).And(3 * FuelModel.GrownPage).Do(WasmOp.Drop)),
        (WasmOp.MemoryGrow, code => code.Int(100_000).Do(WasmOp.MemoryGrow, 0).Do(WasmOp.Drop)),
        (WasmOp.I32Const, code => code.Int(1).Do(WasmOp.Drop)),
        (WasmOp.I64Const, code => code.Constant(WasmType.I64).Do(WasmOp.Drop)),
        (WasmOp.F32Const, code => code.Constant(WasmType.F32).Do(WasmOp.Drop)),
        (WasmOp.F64Const, code => code.Constant(WasmType.F64).Do(WasmOp.Drop)),
        (WasmOp.RefNull, code => code.Constant(WasmType.ExternRef).Do(WasmOp.Drop)),
        (WasmOp.RefIsNull, code => code.Constant(WasmType.FuncRef).Do(WasmOp.RefIsNull).Do(WasmOp.Drop)),
        (WasmOp.RefFunc, code => code.Do(WasmOp.RefFunc, 0).Do(WasmOp.Drop)),
        (WasmOp.MemoryInit, code => code.Int(0).Int(0).Int(65).Do(WasmOp.MemoryInit, 0, 0).And(2)),
        (WasmOp.DataDrop, code => code.Do(WasmOp.DataDrop, 0)),
        (WasmOp.MemoryCopy, code => code.Int(0).Int(8).Int(128).Do(WasmOp.MemoryCopy, 0, 0).And(2)),
        (WasmOp.MemoryFill, code => code.Int(0).Int(8).Int(1).Do(WasmOp.MemoryFill, 0).And(1)),
        (WasmOp.MemoryFill, code => code.Int(0).Int(8).Int(-1).Do(WasmOp.MemoryFill, 0).And((uint.MaxValue + 63L) / 64)),
        (WasmOp.TableInit, code => code.Int(0).Int(0).Int(2).Do(WasmOp.TableInit, 1, 0).And(2)),
        (WasmOp.ElemDrop, code => code.Do(WasmOp.ElemDrop, 1)),
        (WasmOp.TableCopy, code => code.Int(0).Int(1).Int(3).Do(WasmOp.TableCopy, 0, 0).And(3)),
        (WasmOp.TableGrow, code => code.Constant(WasmType.FuncRef).Int(5).Do(WasmOp.TableGrow, 0).And(5).Do(WasmOp.Drop)),
        (WasmOp.TableGrow, code => code.Constant(WasmType.FuncRef).Int(50).Do(WasmOp.TableGrow, 0).Do(WasmOp.Drop)),
        (WasmOp.TableSize, code => code.Do(WasmOp.TableSize, 0).Do(WasmOp.Drop)),
        (WasmOp.TableFill, code => code.Int(0).Constant(WasmType.FuncRef).Int(4).Do(WasmOp.TableFill, 0).And(4)),
    ];

    private WasmCallResult Call(PaidCode code, long fuel)
    {
        var builder = new ModuleBuilder().Memory(1).Table(Op.FuncRef, 4, 20).PassiveData(new byte[100]);
        builder.Global(Op.I32, mutable: true, value => value.I32(0));
        builder.Function([], [], _ => { }).ShouldBe(Callee);
        builder.Function([], [], body => body.Emit(code.Bytes), "run", Op.I32);
        builder.Elements(0, Callee).PassiveElements(Callee, Callee);
        var module = _engine.Compile(builder.Build());
        module.Error.ShouldBeNull();
        return _engine.RunAsync(() =>
        {
            using var instance = module.Value!.Instantiate(new WasmImports(), WasmLimits.Default).Value!;
            return instance.Call("run", [], WasmLimits.Default with { Fuel = fuel });
        }).GetAwaiter().GetResult();
    }

    private static string NameOf(WasmOp op) => SimdInstructions.Find(op)?.Name ?? $"{op}";
}
