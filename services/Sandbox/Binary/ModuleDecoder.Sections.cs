namespace Billing.Sandbox.Binary;

internal sealed partial class ModuleDecoder
{
    private const uint MaximumPages = 65_536;
    private const byte TagKind = 4;

    private void ReadImports()
    {
        var count = _cursor.ReadCount("imports", 4);
        EngineLimits.Check(count, EngineLimits.Imports, "imports", _cursor.Offset);
        for (var i = 0; i < count; i++)
        {
            var offset = _cursor.Offset;
            var module = _cursor.ReadName();
            var name = _cursor.ReadName();
            var at = _cursor.Offset;
            var code = _cursor.ReadByte();
            if (code == TagKind) ReadTag();
            var kind = ReadExternalKind(code, at);
            switch (kind)
            {
                case WasmExternalKind.Function:
                    _module.Functions.Add(ReadTypeIndex());
                    Add(_module.ImportedFunctions++);
                    break;
                case WasmExternalKind.Table:
                    _module.Tables.Add(ReadTableType());
                    Add(_module.ImportedTables++);
                    break;
                case WasmExternalKind.Memory:
                    AddMemory(ReadMemoryType(), at);
                    Add(_module.ImportedMemories++);
                    break;
                default:
                    _module.Globals.Add(ReadGlobalType());
                    Add(_module.ImportedGlobals++);
                    break;
            }

            void Add(int index) => _module.Imports.Add(new ImportEntry(module, name, kind, index, offset));
        }
    }

    private static WasmExternalKind ReadExternalKind(byte code, int at) => code switch
    {
        0 => WasmExternalKind.Function,
        1 => WasmExternalKind.Table,
        2 => WasmExternalKind.Memory,
        3 => WasmExternalKind.Global,
        TagKind => throw WasmFormatException.Unsupported(LaterFeatures.Tag, at),
        _ => throw WasmFormatException.Invalid($"0x{code:X2} is not a kind of import or export.", at),
    };

    private void ReadTag()
    {
        var at = _cursor.Offset;
        var attribute = _cursor.ReadByte();
        if (attribute != 0) throw WasmFormatException.Invalid($"0x{attribute:X2} is not the attribute of a tag.", at);
        ReadTypeIndex();
    }

    // Half a tag section is no module of any version of WebAssembly.
    private void RefuseTagSection(int at)
    {
        var size = _cursor.ReadCount("bytes of the tag section");
        _cursor.Rebase(_cursor.Offset, _cursor.Offset + size);
        var count = _cursor.ReadCount("tags", 2);
        for (var i = 0; i < count; i++) ReadTag();
        throw WasmFormatException.Refuse(_cursor.AtEnd ? LaterFeatures.TagSection : null, "The tag section is longer than its content.", at);
    }

    private void ReadFunctions()
    {
        _functionSectionOffset = _cursor.Offset;
        _functionSectionCount = _cursor.ReadCount("functions");
        EngineLimits.Check(_functionSectionCount, EngineLimits.Functions, "functions", _functionSectionOffset);
        for (var i = 0; i < _functionSectionCount; i++) _module.Functions.Add(ReadTypeIndex());
    }

    private void ReadTables()
    {
        var count = _cursor.ReadCount("tables", 3);
        EngineLimits.Check(count, EngineLimits.Tables, "tables", _cursor.Offset);
        for (var i = 0; i < count; i++) _module.Tables.Add(ReadTableType());
    }

    private TableType ReadTableType()
    {
        if (_cursor.PeekByte() == 0x40) throw WasmFormatException.Unsupported(LaterFeatures.TableInitialiser, _cursor.Offset);
        var element = ReadReferenceType(_cursor);
        return new TableType(element, ReadLimits(uint.MaxValue, "a table", laterFlags: 4));
    }

    private void ReadMemories()
    {
        var count = _cursor.ReadCount("memories", 2);
        for (var i = 0; i < count; i++)
        {
            var at = _cursor.Offset;
            AddMemory(ReadMemoryType(), at);
        }
    }

    private MemoryType ReadMemoryType() => new(ReadLimits(MaximumPages, "a memory", laterFlags: 2 | 4 | 8));

    private void AddMemory(MemoryType memory, int at)
    {
        if (_module.Memories.Count > 0) throw WasmFormatException.Unsupported(LaterFeatures.MultipleMemories, at);
        _module.Memories.Add(memory);
    }

    private Limits ReadLimits(uint range, string what, int laterFlags)
    {
        var at = _cursor.Offset;
        var flags = _cursor.ReadByte();
        if (flags > 1) RefuseLimits(flags, laterFlags, at);
        var minimum = _cursor.ReadU32();
        uint? maximum = flags == 1 ? _cursor.ReadU32() : null;
        if (minimum > range || maximum > range) throw WasmFormatException.Invalid($"The size of {what} may not exceed {range}.", at);
        if (maximum < minimum) throw WasmFormatException.Invalid($"The largest size of {what} is below its smallest.", at);
        return new Limits(minimum, maximum);
    }

    // The flags: 1 a largest size, 2 shared, which asks for a largest size, 4 sizes of 64 bits, 8 a page size of its own.
    private void RefuseLimits(byte flags, int laterFlags, int at)
    {
        if ((flags & ~(1 | laterFlags)) != 0 || (flags & 3) == 2) throw WasmFormatException.Invalid($"0x{flags:X2} are not the flags of a size.", at);
        for (var sizes = 1 + (flags & 1); sizes > 0; sizes--)
        {
            if ((flags & 4) != 0) _cursor.ReadU64();
            else _cursor.ReadU32();
        }

        if ((flags & 8) != 0) _cursor.ReadU32();
        throw WasmFormatException.Unsupported((flags & 2) != 0 ? LaterFeatures.SharedMemory : (flags & 4) != 0 ? LaterFeatures.Memory64 : LaterFeatures.PageSizes, at);
    }

    private GlobalType ReadGlobalType()
    {
        var type = ReadValueType(_cursor);
        var at = _cursor.Offset;
        var mutability = _cursor.ReadByte();
        if (mutability > 1) throw WasmFormatException.Invalid($"0x{mutability:X2} is not a mutability.", at);
        return new GlobalType(type, mutability == 1);
    }

    private void ReadGlobals()
    {
        var count = _cursor.ReadCount("globals", 4);
        EngineLimits.Check(count, EngineLimits.Globals, "globals", _cursor.Offset);
        for (var i = 0; i < count; i++)
        {
            var type = ReadGlobalType();
            _module.GlobalInitialisers.Add(ReadConstant(type.Type));
            _module.Globals.Add(type);
        }
    }

    private void ReadExports()
    {
        var count = _cursor.ReadCount("exports", 3);
        EngineLimits.Check(count, EngineLimits.Exports, "exports", _cursor.Offset);
        for (var i = 0; i < count; i++)
        {
            var at = _cursor.Offset;
            var name = _cursor.ReadName();
            if (!_exportNames.Add(name)) throw WasmFormatException.Invalid($"'{name}' is exported twice.", at);
            at = _cursor.Offset;
            var kind = ReadExternalKind(_cursor.ReadByte(), at);
            var index = kind switch
            {
                WasmExternalKind.Function => ReadBoundedIndex(_module.Functions.Count, "function"),
                WasmExternalKind.Table => ReadBoundedIndex(_module.Tables.Count, "table"),
                WasmExternalKind.Memory => ReadBoundedIndex(_module.Memories.Count, "memory"),
                _ => ReadBoundedIndex(_module.Globals.Count, "global"),
            };
            if (kind == WasmExternalKind.Function) _module.DeclaredFunctions.Add(index);
            _module.Exports.Add(new ExportEntry(name, kind, index));
        }
    }

    private void ReadStart()
    {
        var at = _cursor.Offset;
        var index = ReadBoundedIndex(_module.Functions.Count, "function");
        var type = _module.Functions[index];
        if (type.Parameters.Length > 0 || type.Results.Length > 0)
            throw WasmFormatException.Invalid("The start function takes and returns nothing.", at);
        _module.Start = index;
    }

    private void ReadBodies()
    {
        var count = _cursor.ReadCount("function bodies", 2);
        if (count != _functionSectionCount) throw WasmFormatException.Invalid("The function and code sections have different lengths.", _cursor.Offset);
        for (var i = 0; i < count; i++)
        {
            var at = _cursor.Offset;
            var size = _cursor.ReadCount("bytes of a function body");
            EngineLimits.Check(size, EngineLimits.BodyBytes, "bytes in a function body", at);
            _module.Bodies.Add(new FunctionBody(_cursor.Offset, _cursor.Offset + size));
            _cursor.Skip(size);
        }
    }
}
