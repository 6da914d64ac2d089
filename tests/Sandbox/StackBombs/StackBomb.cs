using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.StackBombs;

/// <summary>What a frame is filled with.</summary>
internal enum FrameContent
{
    Parameters,
    Locals,
    Operands,
    Results,

    /// <summary>Values that calls before give and take: none of them is there at the same time, but the JIT keeps a home for each.</summary>
    Moved,
}

/// <summary>By which way a function comes back to itself.</summary>
internal enum Recursion
{
    Direct,
    Mutual,
    Indirect,

    /// <summary>Through a function of the host, which calls into the instance again.</summary>
    Host,
}

/// <summary>A module whose <c>run</c> calls itself for ever, with so many values of one type in each frame that cannot be thrown away before the call is over.</summary>
internal sealed record StackBomb(byte Type, FrameContent Content, int Count, Recursion Recursion)
{
    private const uint Again = 0;
    private const uint First = 1;
    private const int MovedValues = 4_000;
    private const uint Values = 0; // the table of its type; table 1 holds the function itself

    private static readonly byte[] Types = [Op.I32, Op.F64, Op.V128, Op.ExternRef];
    private static readonly int[] Counts = [1, 40, 1_000];

    public static IEnumerable<StackBomb> All =>
        from type in Types
        from content in Enum.GetValues<FrameContent>()
        from recursion in Enum.GetValues<Recursion>()
        from count in CountsOf(content, recursion)
        select new StackBomb(type, content, count, recursion);

    private static int[] CountsOf(FrameContent content, Recursion recursion) => recursion switch
    {
        Recursion.Direct when content is FrameContent.Locals or FrameContent.Operands => [.. Counts, 4_900],
        Recursion.Mutual => [40],
        _ => Counts,
    };

    public string Name => FormattableString.Invariant($"{Count} of {Type:x2} in {Content}, {Recursion}");

    private byte[] ManyTypes => [.. Enumerable.Repeat(Type, Count)];

    private byte[] Parameters => Content == FrameContent.Parameters ? ManyTypes : [];

    private byte[] Results => Content == FrameContent.Results ? ManyTypes : [];

    private bool IsReference => Type is Op.FuncRef or Op.ExternRef;

    public byte[] Build()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction("host", "again", [], []).ShouldBe(Again);
        builder.Memory(2);
        builder.Table(IsReference ? Type : Op.FuncRef, 8);
        builder.Table(Op.FuncRef, 1);
        var kept = builder.Global(Type, mutable: true, Constant);
        var next = Recursion == Recursion.Mutual ? First + 1 : First;
        var locals = Content == FrameContent.Locals ? ManyTypes : [];
        builder.Function(Parameters, Results, code => Body(builder, code, next, next, kept), null, locals);
        if (Recursion == Recursion.Mutual) builder.Function(Parameters, Results, code => Body(builder, code, First, next, kept), null, locals);
        if (Content == FrameContent.Moved)
        {
            builder.Function([], ManyTypes, code => Load(code, Count)).ShouldBe(next + 1);
            builder.Function(ManyTypes, [], _ => { });
        }

        builder.ElementsOf(1, First);
        builder.Function([], [], code =>
        {
            Load(code, Parameters.Length);
            code.Call(First).Repeat(Results.Length, c => c.Emit(Op.Drop));
        }, "run");
        builder.Function([], [Op.I32], code => code.I32(7), "intact");
        return builder.Build();
    }

    // Those that give and take values are the functions behind the last one.
    private void Body(ModuleBuilder builder, Code code, uint next, uint last, uint kept)
    {
        for (var i = 0u; i < Parameters.Length; i++) code.Get(i);
        if (Content == FrameContent.Locals)
        {
            for (var i = 0; i < Count; i++)
            {
                Load(code, i, 1);
                code.Set((uint)i);
            }
        }
        else if (Content == FrameContent.Operands)
        {
            Load(code, Count);
        }

        if (Content == FrameContent.Moved) code.Repeat(MovedValues / Count, c => c.Call(last + 1).Call(last + 2));
        if (Recursion == Recursion.Host) CallHost(code);
        else if (Recursion == Recursion.Indirect) code.I32(0).Emit(Op.CallIndirect).Unsigned(builder.Type(Parameters, Results)).Unsigned(1);
        else code.Call(next);

        // All of it is used behind the call, so that the frame has to keep it.
        for (var i = 0u; i < (Content == FrameContent.Locals ? Count : 0); i++) code.Get(i).Emit(Op.GlobalSet).Unsigned(kept);
        if (Content == FrameContent.Operands) code.Repeat(Count, c => c.Emit(Op.GlobalSet).Unsigned(kept));
    }

    // What the function would have given to itself is kept behind the call too.
    private void CallHost(Code code)
    {
        if (Content == FrameContent.Results) Load(code, Count);
        code.Call(Again);
        if (Content == FrameContent.Parameters) code.Repeat(Count, c => c.Emit(Op.Drop));
    }

    private void Load(Code code, int count)
    {
        for (var i = 0; i < count; i++) Load(code, i, 1);
    }

    // Values that the compiler can neither know nor take for the same.
    private void Load(Code code, int number, int times) => code.I32(IsReference ? number % 8 : number * 16).Repeat(times, c => _ = Type switch
    {
        Op.I32 => c.Access(Op.I32Load),
        Op.F64 => c.Emit(0x2B, 0, 0),
        Op.V128 => c.Emit(Op.Simd, 0, 0, 0),
        _ => c.Emit(Op.TableGet).Unsigned(Values),
    });

    private void Constant(Code code) => _ = Type switch
    {
        Op.I32 => code.I32(0),
        Op.F64 => code.F64(0),
        Op.V128 => code.Emit(Op.Simd).Unsigned(12).Emit(new byte[16]),
        _ => code.Emit(Op.RefNull, Type),
    };
}
