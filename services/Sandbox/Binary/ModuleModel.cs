using System.Runtime.InteropServices;

namespace Billing.Sandbox.Binary;

/// <summary>A decoded module. Index spaces hold imports first, as the format has it. Function bodies stay in <see cref="Bytes"/>.</summary>
internal sealed class ModuleModel(byte[] bytes)
{
    public byte[] Bytes { get; } = bytes;

    public List<FunctionType> Types { get; } = [];

    public List<ImportEntry> Imports { get; } = [];

    /// <summary>Type of every function, imported ones first.</summary>
    public List<FunctionType> Functions { get; } = [];

    public List<TableType> Tables { get; } = [];

    public List<MemoryType> Memories { get; } = [];

    public List<GlobalType> Globals { get; } = [];

    /// <summary>Initialisers of the module's own globals.</summary>
    public List<ConstantExpression> GlobalInitialisers { get; } = [];

    /// <summary>The 128-bit constants of constant expressions, by <see cref="ConstantExpression.Bits"/>.</summary>
    public List<UInt128> VectorConstants { get; } = [];

    public List<ExportEntry> Exports { get; } = [];

    public List<ElementSegment> Elements { get; } = [];

    public List<DataSegment> Data { get; } = [];

    public List<FunctionBody> Bodies { get; } = [];

    public int? Start { get; set; }

    /// <summary>From the data count section, which must be there when a function names a data segment.</summary>
    public int? DataCount { get; set; }

    public int ImportedFunctions { get; set; }

    public int ImportedTables { get; set; }

    public int ImportedMemories { get; set; }

    public int ImportedGlobals { get; set; }

    /// <summary>Functions that may be named by <c>ref.func</c> in a body: those that occur outside of bodies.</summary>
    public HashSet<int> DeclaredFunctions { get; } = [];
}

internal sealed record ImportEntry(string Module, string Name, WasmExternalKind Kind, int Index, int Offset);

internal sealed record ExportEntry(string Name, WasmExternalKind Kind, int Index);

/// <summary>Sizes in elements or pages.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Limits(uint Minimum, uint? Maximum);

internal sealed record TableType(WasmType Element, Limits Limits);

internal sealed record MemoryType(Limits Limits);

internal sealed record GlobalType(WasmType Type, bool Mutable);

/// <summary>A body in the code section: where its locals begin and where it ends.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FunctionBody(int Start, int End);

internal enum ConstantKind
{
    Number,
    Vector,
    NullReference,
    Function,
    Global,
}

/// <summary>A constant expression of WebAssembly 2.0: one instruction.</summary>
/// <param name="Bits">The number's bits, or the index of the 128-bit constant, function or global.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConstantExpression(ConstantKind Kind, WasmType Type, ulong Bits);

internal enum SegmentMode
{
    Passive,
    Active,
    Declarative,
}

internal sealed record ElementSegment(SegmentMode Mode, int Table, ConstantExpression Offset, WasmType Element, ConstantExpression[] Items);

/// <summary>A data segment; its bytes lie in the module at <paramref name="Start"/>.</summary>
internal sealed record DataSegment(SegmentMode Mode, ConstantExpression Offset, int Start, int Length);
