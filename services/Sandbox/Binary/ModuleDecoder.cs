using static System.FormattableString;

namespace Billing.Sandbox.Binary;

/// <summary>Decodes and checks everything of a module but the function bodies. Throws <see cref="WasmFormatException"/>.</summary>
internal sealed partial class ModuleDecoder
{
    private const uint Magic = 0x6D736100;
    private const uint CoreVersion = 1;

    // Layer 1 in the high half; the version of the component format that is in use in the low one.
    private const uint ComponentVersion = 0x0001_000D;
    private const byte TagSection = 13;

    // A section's place in the order that the format demands, by its id. The data count section stands before the code section.
    private static readonly int[] SectionOrder = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10];
    private static readonly string[] SectionNames =
        ["custom", "type", "import", "function", "table", "memory", "global", "export", "start", "element", "code", "data", "data count"];

    private readonly ModuleModel _module;
    private readonly BinaryCursor _cursor;
    private readonly Dictionary<FunctionType, FunctionType> _canonicalTypes = [];
    private readonly HashSet<string> _exportNames = new(StringComparer.Ordinal);
    private long _elements;
    private int _functionSectionCount;
    private int _functionSectionOffset;

    private ModuleDecoder(byte[] bytes)
    {
        _module = new ModuleModel(bytes);
        _cursor = new BinaryCursor(bytes, 0, bytes.Length);
    }

    public static ModuleModel Decode(byte[] bytes)
    {
        var decoder = new ModuleDecoder(bytes);
        decoder.ReadModule();
        return decoder._module;
    }

    private void ReadModule()
    {
        if (_cursor.ReadFixed32() != Magic) throw WasmFormatException.Invalid("This is not a WebAssembly module: the magic number is missing.", 0);
        var version = _cursor.ReadFixed32();
        if (version == ComponentVersion) throw WasmFormatException.Unsupported(LaterFeatures.ComponentModel, 4);
        if (version != CoreVersion) throw WasmFormatException.Invalid("This is not a core module of version 1.", 4);

        var fileEnd = _module.Bytes.Length;
        var last = 0;
        while (_cursor.Offset < fileEnd)
        {
            var at = _cursor.Offset;
            var id = _cursor.ReadByte();
            if (id == TagSection) RefuseTagSection(at);
            if (id >= SectionOrder.Length) throw WasmFormatException.Invalid($"There is no section with the id {id}.", at);
            var size = _cursor.ReadCount($"bytes of the {SectionNames[id]} section");
            var end = _cursor.Offset + size;
            if (id != 0)
            {
                if (SectionOrder[id] <= last) throw WasmFormatException.Invalid($"The {SectionNames[id]} section is out of order or repeated.", at);
                last = SectionOrder[id];
            }

            _cursor.Rebase(_cursor.Offset, end);
            ReadSection(id);
            if (_cursor.Offset != end) throw WasmFormatException.Invalid($"The {SectionNames[id]} section is longer than its content.", _cursor.Offset);
            _cursor.Rebase(end, fileEnd);
        }

        if (_module.Bodies.Count != _functionSectionCount)
            throw WasmFormatException.Invalid("The function and code sections have different lengths.", _functionSectionOffset);
        if (_module.DataCount is { } count && count != _module.Data.Count)
            throw WasmFormatException.Invalid("The data count section and the data section differ.", fileEnd);
    }

    private void ReadSection(byte id)
    {
        switch (id)
        {
            case 0: ReadCustom(); break;
            case 1: ReadTypes(); break;
            case 2: ReadImports(); break;
            case 3: ReadFunctions(); break;
            case 4: ReadTables(); break;
            case 5: ReadMemories(); break;
            case 6: ReadGlobals(); break;
            case 7: ReadExports(); break;
            case 8: ReadStart(); break;
            case 9: ReadElements(); break;
            case 10: ReadBodies(); break;
            case 11: ReadData(); break;
            default: _module.DataCount = _cursor.ReadIndex(); break;
        }
    }

    private void ReadCustom()
    {
        _cursor.ReadName();
        _cursor.Skip(_cursor.Remaining);
    }

    private void ReadTypes()
    {
        var count = _cursor.ReadCount("types", 2);
        EngineLimits.Check(count, EngineLimits.Types, "types", _cursor.Offset);
        for (var i = 0; i < count; i++)
        {
            var at = _cursor.Offset;
            var form = _cursor.ReadByte();
            if (form != 0x60) throw WasmFormatException.Refuse(LaterFeatures.OfTypeForm(form), $"0x{form:X2} is not the form of a function type.", at);
            var parameters = ReadTypeVector(EngineLimits.Parameters, "parameters");
            var type = new FunctionType(parameters, ReadTypeVector(EngineLimits.Results, "results"));

            // Equal types become one object, so that the check of an indirect call is one comparison of references.
            if (!_canonicalTypes.TryGetValue(type, out var canonical)) _canonicalTypes.Add(type, canonical = type);
            _module.Types.Add(canonical);
        }
    }

    private WasmType[] ReadTypeVector(int limit, string what)
    {
        var at = _cursor.Offset;
        var count = _cursor.ReadCount(what);
        EngineLimits.Check(count, limit, what, at);
        if (count == 0) return [];
        var types = new WasmType[count];
        for (var i = 0; i < count; i++) types[i] = ReadValueType(_cursor);
        return types;
    }

    /// <summary>Reads a value type; refuses those of features this engine does not have.</summary>
    public static WasmType ReadValueType(BinaryCursor cursor)
    {
        var at = cursor.Offset;
        var code = cursor.ReadByte();
        return TryValueType(code) ?? throw WasmFormatException.Refuse(LaterFeatures.OfValueType(code), $"0x{code:X2} is not a value type.", at);
    }

    public static WasmType? TryValueType(byte code) => code switch
    {
        0x7F => WasmType.I32,
        0x7E => WasmType.I64,
        0x7D => WasmType.F32,
        0x7C => WasmType.F64,
        0x7B => WasmType.V128,
        0x70 => WasmType.FuncRef,
        0x6F => WasmType.ExternRef,
        _ => null,
    };

    /// <summary>Reads <c>funcref</c> or <c>externref</c>.</summary>
    public static WasmType ReadReferenceType(BinaryCursor cursor)
    {
        var at = cursor.Offset;
        var type = ReadValueType(cursor);
        return type is WasmType.FuncRef or WasmType.ExternRef ? type : throw WasmFormatException.Invalid("A reference type is needed here.", at);
    }

    /// <summary>Reads the type of a null reference.</summary>
    public static WasmType ReadHeapType(BinaryCursor cursor, int typeCount)
    {
        if (cursor.PeekByte() is >= 0x40 and < 0x80) return ReadReferenceType(cursor);
        var at = cursor.Offset;
        var index = cursor.ReadS33();
        throw WasmFormatException.Refuse(index >= 0 && index < typeCount ? LaterFeatures.TypedReference : null, Invariant($"There is no type {index}."), at);
    }

    private FunctionType ReadTypeIndex()
    {
        var at = _cursor.Offset;
        var index = _cursor.ReadIndex();
        return index < _module.Types.Count ? _module.Types[index] : throw WasmFormatException.Invalid(Invariant($"There is no type {index}."), at);
    }

    private int ReadBoundedIndex(int count, string what)
    {
        var at = _cursor.Offset;
        var index = _cursor.ReadIndex();
        return index < count ? index : throw WasmFormatException.Invalid(Invariant($"There is no {what} {index}."), at);
    }
}
