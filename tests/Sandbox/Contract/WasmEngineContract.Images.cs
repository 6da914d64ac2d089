using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

internal abstract partial class WasmEngineContract
{
    // Memory of two pages, a counter, a table of one; set(address, value) writes memory, grows it, counts, and puts a function into the table.
    private static ModuleBuilder Stateful()
    {
        var builder = new ModuleBuilder();
        builder.Memory(2).Data(4_094, 1, 2, 3, 4);
        var counter = builder.Global(Op.I32, mutable: true, code => code.I32(1), "counter");
        builder.Table(Op.FuncRef, 1, 10);
        var set = builder.Function(
            TwoI32,
            None,
            code => code.Get(0).Get(1).Access(Op.I32Store)
                .Emit(Op.GlobalGet).Unsigned(counter).I32(1).Emit(Op.I32Add).Emit(Op.GlobalSet).Unsigned(counter)
                .I32(0).Emit(Op.RefFunc).Unsigned(0).Emit(Op.TableSet).Unsigned(0)
                .Emit(Op.RefFunc).Unsigned(0).I32(2).Emit(Op.Prefix, Op.Bulk.TableGrow, 0).Emit(Op.Drop),
            "set");
        set.ShouldBe(0u);
        builder.Function(OneI32, OneI32, code => code.Get(0).Emit(Op.MemoryGrow, 0), "grow");
        builder.Function(None, OneI32, code => code.Emit(Op.Prefix, Op.Bulk.TableSize, 0), "table_size");
        builder.Function(None, OneI32, code => code.I32(0).Emit(Op.TableGet).Unsigned(0).Emit(0xD1), "table_empty");
        return builder;
    }

    [TestCase(0)]
    [TestCase(4_093, Description = "across two tracked parts")]
    [TestCase(65_534, Description = "across two pages")]
    [TestCase(131_068, Description = "at the very end")]
    public void A_reset_puts_back_memory_globals_and_tables(int address)
    {
        With(Stateful(), instance =>
        {
            var before = Everything(instance);
            instance.CaptureImage();
            for (var turn = 0; turn < 3; turn++)
            {
                instance.Call("set", [WasmValue.FromInt32(address), WasmValue.FromInt32(-1)], Limits).Error.ShouldBeNull();
                Everything(instance).ShouldNotBe(before);
                instance.Reset();
                Everything(instance).ShouldBe(before);
                TryReadCounter(instance).ShouldBe(1);
                instance.Call("table_size", [], Limits).Values.ShouldBe([WasmValue.FromInt32(1)]);
                instance.Call("table_empty", [], Limits).Values.ShouldBe([WasmValue.FromInt32(1)]);
            }

            return true;
        }).ShouldBeTrue();
    }

    [Test]
    public void A_reset_shrinks_memory_and_what_grows_back_is_zero()
    {
        With(Stateful(), instance =>
        {
            instance.CaptureImage();
            Grow(instance, 3).ShouldBe(2);
            instance.TryWrite(200_000, [1, 2, 3]).ShouldBeTrue();
            instance.MemoryBytes.ShouldBe(5 * 65_536);
            instance.Reset();
            instance.MemoryBytes.ShouldBe(2 * 65_536);
            instance.TryRead(200_000, new byte[3]).ShouldBeFalse();
            instance.Call("set", [WasmValue.FromInt32(200_000), WasmValue.FromInt32(1)], Limits).Error!.Code.ShouldBe(WasmErrorCodes.TrapMemory);
            Grow(instance, 3).ShouldBe(2);
            var read = new byte[3];
            instance.TryRead(200_000, read).ShouldBeTrue();
            read.ShouldBe([0, 0, 0]);
            return true;
        }).ShouldBeTrue();
    }

    [Test]
    public void What_the_host_writes_is_put_back_too()
    {
        With(Stateful(), instance =>
        {
            instance.CaptureImage();
            instance.TryWrite(4_095, [9, 9, 9]).ShouldBeTrue();
            instance.Reset();
            var read = new byte[4];
            instance.TryRead(4_094, read).ShouldBeTrue();
            read.ShouldBe([1, 2, 3, 4]);
            return true;
        }).ShouldBeTrue();
    }

    [Test]
    public void An_image_holds_what_was_done_before_it_was_captured()
    {
        With(Stateful(), instance =>
        {
            instance.Call("set", [WasmValue.FromInt32(100), WasmValue.FromInt32(77)], Limits).Error.ShouldBeNull();
            Grow(instance, 1).ShouldBe(2);
            instance.CaptureImage();
            instance.Call("set", [WasmValue.FromInt32(100), WasmValue.FromInt32(78)], Limits).Error.ShouldBeNull();
            instance.Reset();
            var read = new byte[1];
            instance.TryRead(100, read).ShouldBeTrue();
            read.ShouldBe([(byte)77]);
            TryReadCounter(instance).ShouldBe(2);
            instance.MemoryBytes.ShouldBe(3 * 65_536);
            return true;
        }).ShouldBeTrue();
    }

    [Test]
    public void A_reset_without_an_image_is_a_mistake_of_the_caller() =>
        With(Stateful(), instance => Should.Throw<InvalidOperationException>(instance.Reset)).Message.ShouldContain("CaptureImage");

    [TestCase(131_072, 1)]
    [TestCase(131_070, 3)]
    [TestCase(-1, 1)]
    [TestCase(long.MaxValue, 1)]
    public void The_host_cannot_read_or_write_outside_of_memory(long address, int count)
    {
        With(Stateful(), instance =>
        {
            instance.TryRead(address, new byte[count]).ShouldBeFalse();
            instance.TryWrite(address, new byte[count]).ShouldBeFalse();
            return true;
        }).ShouldBeTrue();
    }

    // Two pages of image; what is grown by up to 1 MiB may be kept for the next call, which must not see it.
    [TestCase(131_072, Description = "right behind the image")]
    [TestCase(131_070, Description = "from the image into what was grown")]
    [TestCase(200_000)]
    [TestCase(1_179_644, Description = "at the end of what is kept")]
    [TestCase(1_179_646, Description = "across the end of what is kept")]
    [TestCase(1_179_648, Description = "right behind what is kept")]
    [TestCase(2_000_000)]
    public void Memory_that_was_grown_and_written_grows_back_as_zeros(int address)
    {
        With(Stateful(), instance =>
        {
            instance.CaptureImage();
            for (var turn = 0; turn < 3; turn++)
            {
                Grow(instance, 30).ShouldBe(2);
                var read = new byte[12];
                instance.TryRead(address - 4, read).ShouldBeTrue();
                read.ShouldBe(new byte[12]);
                instance.Call("set", [WasmValue.FromInt32(address), WasmValue.FromInt32(-1)], Limits).Error.ShouldBeNull();
                instance.Reset();
                instance.MemoryBytes.ShouldBe(2 * 65_536);
            }

            return true;
        }).ShouldBeTrue();
    }

    [Test]
    public void Instances_of_one_module_do_not_see_each_other()
    {
        With(Stateful(), first => With(Stateful(), second =>
        {
            first.Call("set", [WasmValue.FromInt32(8), WasmValue.FromInt32(5)], Limits).Error.ShouldBeNull();
            TryReadCounter(second).ShouldBe(1);
            var read = new byte[1];
            second.TryRead(8, read).ShouldBeTrue();
            return read[0];
        })).ShouldBe((byte)0);
    }

    private static int Grow(IWasmInstance instance, int pages) => instance.Call("grow", [WasmValue.FromInt32(pages)], Limits).Values[0].AsInt32();

    private static int TryReadCounter(IWasmInstance instance) => instance.TryReadGlobal("counter", out var value) ? value.AsInt32() : -1;

    private static string Everything(IWasmInstance instance)
    {
        var bytes = new byte[instance.MemoryBytes];
        instance.TryRead(0, bytes).ShouldBeTrue();
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
    }
}
