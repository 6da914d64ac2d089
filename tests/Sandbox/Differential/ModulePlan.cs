using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Tests.Differential;

internal sealed record PlannedFunction(FunctionType Type, string? From = null, string? Name = null);

internal sealed record PlannedGlobal(WasmType Type, bool Mutable, string? Imported = null);

internal sealed record PlannedTable(WasmType Element, uint Minimum, uint Maximum, string? Imported = null);

internal sealed record PlannedMemory(uint Minimum, uint? Maximum, bool Imported);

/// <param name="Base">The imported global that gives the offset, instead of <paramref name="Offset"/>.</param>
internal sealed record PlannedData(SegmentMode Mode, uint Offset, int? Base, byte[] Bytes);

/// <param name="Functions">Indices; null is a null reference.</param>
internal sealed record PlannedElements(SegmentMode Mode, int Table, uint Offset, WasmType Element, IReadOnlyList<int?> Functions);

/// <summary>Everything of a random module but the bodies of its functions: what they may call, read and write.</summary>
internal sealed class ModulePlan
{
    /// <summary>Takes the number of an opcode; only called when <see cref="Rendering.MarksReached"/>.</summary>
    public const int Reached = 0;

    public static readonly WasmType[] Numbers = [WasmType.I32, WasmType.I64, WasmType.F32, WasmType.F64];
    public static readonly WasmType[] Types = [.. Numbers, WasmType.V128, WasmType.FuncRef, WasmType.ExternRef];

    // What JavaScript can hold.
    private static readonly WasmType[] HostTypes = [.. Numbers, WasmType.FuncRef, WasmType.ExternRef];

    private readonly Random _random;

    public ModulePlan(Random random, int size)
    {
        _random = random;
        Budget = random.Next(10, 60);
        IsLinked = random.Next(4) == 0;
        Functions.Add(new PlannedFunction(new FunctionType([WasmType.I32], []), "host", "reached"));
        for (var i = random.Next(1, 3); i > 0; i--) AddHostFunction(i);
        if (IsLinked) ImportLinked();
        ImportedFunctions = Functions.Count;
        for (var i = Math.Min(size, 2 + random.Next(3)); i > 0; i--) Functions.Add(new PlannedFunction(new FunctionType(Some(5), Some(random.Next(3) == 0 ? 4 : 2))));
        PlanMemory();
        PlanTables();
        PlanGlobals();
        PlanSegments();
    }

    /// <summary>How often one call from outside may enter functions and loops.</summary>
    public int Budget { get; }

    /// <summary>Whether it imports from <see cref="LinkedModule"/>.</summary>
    public bool IsLinked { get; }

    public List<PlannedFunction> Functions { get; } = [];

    public int ImportedFunctions { get; }

    public List<PlannedGlobal> Globals { get; } = [];

    public int BudgetGlobal => Globals.Count - 1;

    public List<PlannedTable> Tables { get; } = [];

    public PlannedMemory? Memory { get; private set; }

    public List<PlannedData> Data { get; } = [];

    public List<PlannedElements> Elements { get; } = [];

    public int? Start { get; private set; }

    /// <summary>Imported and own functions that bodies call and refer to.</summary>
    public IEnumerable<int> Callable => Enumerable.Range(1, Functions.Count - 1);

    /// <summary>Where a table holds a function when the module has been instantiated.</summary>
    public List<(int Table, int Index, int Function)> Slots { get; } = [];

    private void AddHostFunction(int number)
    {
        var type = new FunctionType(Some(4, HostTypes), Some(3, HostTypes));
        Functions.Add(new PlannedFunction(type, "host", $"h{number}:{HostFunctions.Letters(type.Parameters)}>{HostFunctions.Letters(type.Results)}"));
    }

    private void ImportLinked()
    {
        foreach (var (name, type) in LinkedModule.Functions)
            if (_random.Next(3) > 0) Functions.Add(new PlannedFunction(type, "linked", name));
        foreach (var global in LinkedModule.Globals)
            if (_random.Next(3) > 0) Globals.Add(global);
        if (_random.Next(2) == 0) Tables.Add(LinkedModule.Table);
        if (_random.Next(2) == 0) Memory = LinkedModule.Memory;
    }

    private void PlanMemory()
    {
        if (Memory is not null || _random.Next(12) == 0) return;
        var minimum = (uint)(_random.Next(10) == 0 ? 0 : _random.Next(1, 3));
        Memory = new PlannedMemory(minimum, _random.Next(6) == 0 ? null : minimum + (uint)_random.Next(3), false);
    }

    private void PlanTables()
    {
        for (var i = _random.Next(4); i > 0; i--)
        {
            var minimum = (uint)_random.Next(4, 12);
            Tables.Add(new PlannedTable(_random.Next(3) > 0 ? WasmType.FuncRef : WasmType.ExternRef, minimum, minimum + (uint)_random.Next(8)));
        }
    }

    // Imported ones come first; the last one counts down.
    private void PlanGlobals()
    {
        for (var i = _random.Next(2, 8); i > 0; i--) Globals.Add(new PlannedGlobal(Pick(Types), _random.Next(4) > 0));
        Globals.Add(new PlannedGlobal(WasmType.I32, Mutable: true));
    }

    private void PlanSegments()
    {
        for (var i = Memory is null ? 0 : _random.Next(4); i > 0; i--)
        {
            var bytes = new byte[_random.Next(40)];
            _random.NextBytes(bytes);
            var number = Globals.FindIndex(global => global is { Imported: not null, Mutable: false, Type: WasmType.I32 });
            Data.Add(new PlannedData(
                _random.Next(2) == 0 || Memory!.Minimum == 0 ? SegmentMode.Passive : SegmentMode.Active,
                _random.Next(60) == 0 ? uint.MaxValue - 20 : (uint)_random.Next(65_536 - 40),
                _random.Next(2) == 0 && number >= 0 ? number : null,
                bytes));
        }

        for (var table = 0; table < Tables.Count; table++)
        {
            if (Tables[table].Element == WasmType.FuncRef) FillTable(table);
            else if (_random.Next(3) == 0) Elements.Add(new PlannedElements(Pick<SegmentMode>([SegmentMode.Active, SegmentMode.Passive]), table, 1, WasmType.ExternRef, [null, null]));
        }

        if (Tables.Count > 0 && _random.Next(2) == 0) Elements.Add(new PlannedElements(SegmentMode.Passive, 0, 0, WasmType.FuncRef, SomeFunctions(_random.Next(6), nulls: _random.Next(2) == 0)));
        Elements.Add(new PlannedElements(SegmentMode.Declarative, 0, 0, WasmType.FuncRef, [.. Callable]));
        if (_random.Next(3) == 0) Start = Callable.Where(function => Functions[function].Type is { Parameters.Length: 0, Results.Length: 0 }).Select(function => (int?)function).FirstOrDefault();
    }

    private void FillTable(int table)
    {
        var room = (int)Tables[table].Minimum;
        var items = SomeFunctions(_random.Next(2, room), nulls: _random.Next(4) == 0);
        var offset = _random.Next(60) == 0 ? room : _random.Next(room - items.Count + 1);
        Elements.Add(new PlannedElements(SegmentMode.Active, table, (uint)offset, WasmType.FuncRef, items));
        for (var i = 0; i < items.Count; i++)
            if (items[i] is { } function) Slots.Add((table, offset + i, function));
    }

    private List<int?> SomeFunctions(int count, bool nulls)
    {
        int[] callable = [.. Callable];
        return [.. Enumerable.Range(0, count).Select(_ => nulls && _random.Next(3) == 0 ? (int?)null : Pick(callable))];
    }

    private WasmType[] Some(int fewerThan, WasmType[]? from = null) => [.. Enumerable.Range(0, _random.Next(fewerThan)).Select(_ => Pick(from ?? Types))];

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
