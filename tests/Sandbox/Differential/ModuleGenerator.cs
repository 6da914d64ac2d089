using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>
/// Writes modules that are valid by construction and do anything that WebAssembly 2.0 can do, end soon in every engine, and mean the same in each. A case depends on nothing but its seed, its number and
/// its size.
/// </summary>
internal sealed class ModuleGenerator
{
    /// <summary>The most functions and top statements of each.</summary>
    public const int DefaultSize = 4;

    private const int Calls = 6;

    private readonly Random _random;
    private readonly Rendering _rendering;
    private readonly int _size;
    private readonly ModulePlan _plan;
    private readonly List<FunctionType> _types = [];
    private readonly List<PlannedFunction> _exported = [];
    private readonly List<byte[]> _bodies = [];
    private readonly List<Code> _exports = [];
    private readonly List<int> _statements = [];
    private readonly HashSet<WasmOp> _ops = [];

    private ModuleGenerator(int seed, int number, int size, Rendering rendering)
    {
        _random = new Random(unchecked((seed * 397) ^ (number * 486_187_739)));
        _rendering = rendering;
        _size = size;
        _plan = new ModulePlan(_random, size);
    }

    public static GeneratedModule Generate(int seed, int number, int size = DefaultSize, Rendering? rendering = null) => new ModuleGenerator(seed, number, size, rendering ?? new Rendering()).Generate();

    private GeneratedModule Generate()
    {
        var calls = Enumerable.Range(0, Calls).Select(_ => _random.Next()).ToArray();
        for (var i = _plan.ImportedFunctions; i < _plan.Functions.Count; i++) WriteBody(i);
        var own = _plan.Functions.Count - _plan.ImportedFunctions;
        for (var i = 0; i < own; i++) Export(i);
        AddFunction(Boundary.Refill(_plan), "refill");
        AddFunction(Boundary.State(_plan), "state");
        return new GeneratedModule(Assemble(), [.. calls.Select(Call), new PlannedCall("state", [], [], _exported[^1].Type.Results)], _statements, _ops);
    }

    // Sections that name types come before the types are written.
    private byte[] Assemble()
    {
        var imports = Section(ModuleSections.Imports(_plan, TypeIndex));
        var functions = Section([.. _plan.Functions.Skip(_plan.ImportedFunctions).Concat(_exported.Where(function => function.Name is null)).Select(function => new Code().Unsigned(TypeIndex(function.Type)))]);
        var module = new Code().Emit(0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0);
        Write(1, Section([.. _types.Select(type => new Code().Emit(0x60).Types(type.Parameters).Types(type.Results))]));
        Write(2, imports);
        Write(3, functions);
        Write(4, Section(ModuleSections.Tables(_plan)));
        if (_plan.Memory is { Imported: false } memory) Write(5, Section([ModuleSections.Limits(new Code(), memory.Minimum, memory.Maximum)]));
        Write(6, Section(ModuleSections.Globals(_plan, _random)));
        _exports.AddRange(ModuleSections.Exports(_plan));
        Write(7, Section(_exports));
        if (_plan.Start is { } start) Write(8, new Code().Unsigned((uint)start));
        Write(9, Section(ModuleSections.Elements(_plan)));
        if (_plan.Data.Count > 0) Write(12, new Code().Unsigned((uint)_plan.Data.Count));
        Write(10, Section([.. _bodies.Select(body => new Code().Unsigned((uint)body.Length).Emit(body))]));
        Write(11, Section(ModuleSections.Data(_plan)));
        return module.ToArray();

        void Write(byte id, Code section) => module.Emit(id).Unsigned((uint)section.Length).Emit(section.ToArray());
    }

    private void WriteBody(int function)
    {
        var writer = new BodyWriter(_plan, function, new Random(_random.Next()), _rendering, TypeIndex, _size);
        _bodies.Add(writer.Write());
        _statements.AddRange(writer.Statements);
        _ops.UnionWith(writer.Ops);
    }

    // A function is called as it is, or through one that turns everything into the bits of integers. JavaScript knows no v128.
    private void Export(int own)
    {
        var index = _plan.ImportedFunctions + own;
        var function = _plan.Functions[index];
        if (function.Type.Parameters.Concat(function.Type.Results).Contains(WasmType.V128) || _random.Next(3) == 0)
        {
            AddFunction(Boundary.Bits(index, function.Type), $"f{own}");
            return;
        }

        _exported.Add(new PlannedFunction(function.Type, Name: $"f{own}"));
        _exports.Add(new Code().Name($"f{own}").Emit(0).Unsigned((uint)index));
    }

    private void AddFunction((FunctionType Type, byte[] Body) function, string name)
    {
        _exports.Add(new Code().Name(name).Emit(0).Unsigned((uint)(_plan.ImportedFunctions + _bodies.Count)));
        _exported.Add(new PlannedFunction(function.Type));
        _bodies.Add(function.Body);
    }

    private PlannedCall Call(int seed)
    {
        var random = new Random(seed);
        var own = random.Next(_plan.Functions.Count - _plan.ImportedFunctions);
        var type = _exported[own].Type;
        return new PlannedCall($"f{own}", type.Parameters, [.. type.Parameters.Select(parameter => Argument(parameter, own, random))], type.Results);
    }

    // A reference counts from 1: which string, or which of the exported functions.
    private static ulong Argument(WasmType type, int own, Random random) => type switch
    {
        WasmType.FuncRef => (ulong)random.Next(own + 2),
        WasmType.ExternRef => (ulong)random.Next(4),
        WasmType.I32 or WasmType.F32 => (uint)Literals.Bits(type, random, withNaN: false),
        _ => Literals.Bits(type, random, withNaN: false),
    };

    private uint TypeIndex(FunctionType type)
    {
        if (_types.IndexOf(type) is var index and >= 0) return (uint)index;
        _types.Add(type);
        return (uint)_types.Count - 1;
    }

    private static Code Section(List<Code> entries)
    {
        var section = new Code().Unsigned((uint)entries.Count);
        foreach (var entry in entries) section.Emit(entry.ToArray());
        return section;
    }
}
