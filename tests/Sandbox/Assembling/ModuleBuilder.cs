namespace Billing.Sandbox.Tests.Assembling;

/// <summary>A small assembler, so that a test shows its module. Imports first, then functions; indices are given out in that order.</summary>
internal sealed class ModuleBuilder
{
    private readonly SortedDictionary<byte, List<byte[]>> _sections = [];
    private readonly List<string> _types = [];
    private uint _functions;
    private uint _globals;
    private byte[]? _start;

    public uint Type(byte[] parameters, byte[] results)
    {
        var key = Convert.ToHexString(parameters) + ">" + Convert.ToHexString(results);
        var index = _types.IndexOf(key);
        if (index >= 0) return (uint)index;
        _types.Add(key);
        Add(1, new Code().Emit(0x60).Unsigned((uint)parameters.Length).Emit(parameters).Unsigned((uint)results.Length).Emit(results));
        return (uint)_types.Count - 1;
    }

    public uint ImportFunction(string module, string name, byte[] parameters, byte[] results)
    {
        Add(2, new Code().Name(module).Name(name).Emit(0).Unsigned(Type(parameters, results)));
        return _functions++;
    }

    public ModuleBuilder ImportMemory(string module, string name, uint minimum)
    {
        Add(2, new Code().Name(module).Name(name).Emit(2, 0).Unsigned(minimum));
        return this;
    }

    public ModuleBuilder ImportTable(string module, string name, byte element, uint minimum)
    {
        Add(2, new Code().Name(module).Name(name).Emit(1, element, 0).Unsigned(minimum));
        return this;
    }

    public uint ImportGlobal(string module, string name, byte type, bool mutable)
    {
        Add(2, new Code().Name(module).Name(name).Emit(3, type, mutable ? (byte)1 : (byte)0));
        return _globals++;
    }

    /// <summary>Adds a function; its final <c>end</c> is written for it.</summary>
    public uint Function(byte[] parameters, byte[] results, Action<Code> body, string? export = null, params byte[] locals) =>
        Function(parameters, results, body, export, [.. locals.Select(type => (1u, type))]);

    public uint Function(byte[] parameters, byte[] results, Action<Code> body, string? export, (uint Count, byte Type)[] locals)
    {
        Add(3, new Code().Unsigned(Type(parameters, results)));
        var code = new Code().Unsigned((uint)locals.Length);
        foreach (var (count, type) in locals) code.Unsigned(count).Emit(type);
        body(code);
        code.End();
        Add(10, new Code().Unsigned((uint)code.Length).Emit(code.ToArray()));
        if (export is not null) Export(export, 0, _functions);
        return _functions++;
    }

    public ModuleBuilder Table(byte element, uint minimum, uint? maximum = null, string? export = null)
    {
        Add(4, Sized(new Code().Emit(element), minimum, maximum));
        if (export is not null) Export(export, 1, 0);
        return this;
    }

    public ModuleBuilder Memory(uint minimum, uint? maximum = null, string? export = "memory")
    {
        Add(5, Sized(new Code(), minimum, maximum));
        if (export is not null) Export(export, 2, 0);
        return this;
    }

    public uint Global(byte type, bool mutable, Action<Code> value, string? export = null)
    {
        var code = new Code().Emit(type, mutable ? (byte)1 : (byte)0);
        value(code);
        Add(6, code.End());
        if (export is not null) Export(export, 3, _globals);
        return _globals++;
    }

    public ModuleBuilder Start(uint function)
    {
        _start = new Code().Unsigned(function).ToArray();
        return this;
    }

    /// <summary>Puts functions into table 0.</summary>
    public ModuleBuilder Elements(int offset, params uint[] functions)
    {
        var code = new Code().Emit(0).I32(offset).End().Unsigned((uint)functions.Length);
        foreach (var function in functions) code.Unsigned(function);
        Add(9, code);
        return this;
    }

    /// <summary>Puts a function into the first element of a table.</summary>
    public ModuleBuilder ElementsOf(uint table, uint function)
    {
        Add(9, new Code().Emit(2).Unsigned(table).I32(0).End().Emit(0).Unsigned(1).Unsigned(function));
        return this;
    }

    public ModuleBuilder Data(int offset, params byte[] bytes)
    {
        Add(11, new Code().Emit(0).I32(offset).End().Unsigned((uint)bytes.Length).Emit(bytes));
        return this;
    }

    /// <summary>A data segment for <c>memory.init</c>.</summary>
    public ModuleBuilder PassiveData(params byte[] bytes)
    {
        Add(11, new Code().Emit(1).Unsigned((uint)bytes.Length).Emit(bytes));
        return this;
    }

    /// <summary>An element segment for <c>table.init</c>.</summary>
    public ModuleBuilder PassiveElements(params uint[] functions)
    {
        var code = new Code().Emit(1, 0).Unsigned((uint)functions.Length);
        foreach (var function in functions) code.Unsigned(function);
        Add(9, code);
        return this;
    }

    public byte[] Build()
    {
        var module = new Code().Emit(0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0);
        foreach (var (id, entries) in _sections)
        {
            if (id > 8) WriteStart();
            if (id == 10 && _sections.TryGetValue(11, out var data)) Write(12, new Code().Unsigned((uint)data.Count).ToArray());
            var section = new Code().Unsigned((uint)entries.Count);
            foreach (var entry in entries) section.Emit(entry);
            Write(id, section.ToArray());
        }

        WriteStart();
        return module.ToArray();

        void WriteStart()
        {
            if (_start is null) return;
            Write(8, _start);
            _start = null;
        }

        void Write(byte id, byte[] content) => module.Emit(id).Unsigned((uint)content.Length).Emit(content);
    }

    public void Export(string name, byte kind, uint index) => Add(7, new Code().Name(name).Emit(kind).Unsigned(index));

    private static Code Sized(Code code, uint minimum, uint? maximum)
    {
        code.Emit(maximum is null ? (byte)0 : (byte)1).Unsigned(minimum);
        return maximum is { } most ? code.Unsigned(most) : code;
    }

    private void Add(byte section, Code entry)
    {
        if (!_sections.TryGetValue(section, out var entries)) _sections.Add(section, entries = []);
        entries.Add(entry.ToArray());
    }
}
