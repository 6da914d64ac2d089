using static System.FormattableString;

namespace Billing.Sandbox.Binary;

internal sealed partial class ModuleDecoder
{
    /// <summary>The first byte of the instructions on garbage collected references and strings.</summary>
    public const byte ReferencePrefix = 0xFB;

    /// <summary>Reads a constant expression of the wanted type. Globals it may name are the imported, immutable ones.</summary>
    private ConstantExpression ReadConstant(WasmType wanted)
    {
        var at = _cursor.Offset;
        var opcode = _cursor.ReadByte();
        var constant = (WasmOp)opcode switch
        {
            WasmOp.I32Const => new ConstantExpression(ConstantKind.Number, WasmType.I32, (uint)_cursor.ReadS32()),
            WasmOp.I64Const => new ConstantExpression(ConstantKind.Number, WasmType.I64, (ulong)_cursor.ReadS64()),
            WasmOp.F32Const => new ConstantExpression(ConstantKind.Number, WasmType.F32, _cursor.ReadFixed32()),
            WasmOp.F64Const => new ConstantExpression(ConstantKind.Number, WasmType.F64, _cursor.ReadFixed64()),
            WasmOp.RefNull => new ConstantExpression(ConstantKind.NullReference, ReadHeapType(_cursor, _module.Types.Count), 0),
            WasmOp.RefFunc => ReadFunctionConstant(),
            WasmOp.GlobalGet => ReadGlobalConstant(),
            _ when opcode == SimdInstructions.Prefix => ReadVectorConstant(at),
            _ when opcode == ReferencePrefix => throw WasmFormatException.Unsupported(LaterFeatures.OfReferenceInstruction(_cursor.ReadU32()), at),
            _ => throw WasmFormatException.Invalid($"0x{opcode:X2} may not occur in a constant expression.", at),
        };
        if (constant.Type != wanted) throw WasmFormatException.Invalid($"The constant is of type {constant.Type}, {wanted} is needed.", at);
        at = _cursor.Offset;
        if (_cursor.PeekByte() != (byte)WasmOp.End) throw LongerConstant(at);
        _cursor.Skip(1);
        return constant;
    }

    // Sums and products came with a later version; they are told from mere nonsense by their second operand.
    private WasmFormatException LongerConstant(int at)
    {
        var op = (WasmOp)_cursor.ReadByte();
        if (op is WasmOp.I32Const) _cursor.ReadS32();
        else if (op is WasmOp.GlobalGet) _cursor.ReadU32();
        else if (op is WasmOp.I64Const) _cursor.ReadS64();
        else return WasmFormatException.Invalid("A constant expression is one instruction.", at);
        var operatorAt = _cursor.Offset;
        return (WasmOp)_cursor.PeekByte() is (>= WasmOp.I32Add and <= WasmOp.I32Mul) or (>= WasmOp.I64Add and <= WasmOp.I64Mul)
            ? WasmFormatException.Unsupported(LaterFeatures.ExtendedConstants, operatorAt)
            : WasmFormatException.Invalid("A constant expression is one instruction.", at);
    }

    private ConstantExpression ReadVectorConstant(int at)
    {
        if (_cursor.ReadU32() != SimdInstructions.ConstantNumber) throw WasmFormatException.Invalid("Of the SIMD instructions only v128.const may occur in a constant expression.", at);
        _module.VectorConstants.Add(_cursor.ReadFixed128());
        return new ConstantExpression(ConstantKind.Vector, WasmType.V128, (ulong)_module.VectorConstants.Count - 1);
    }

    private ConstantExpression ReadFunctionConstant() => FunctionConstant(ReadBoundedIndex(_module.Functions.Count, "function"));

    private ConstantExpression FunctionConstant(int index)
    {
        _module.DeclaredFunctions.Add(index);
        return new ConstantExpression(ConstantKind.Function, WasmType.FuncRef, (ulong)index);
    }

    private ConstantExpression ReadGlobalConstant()
    {
        var at = _cursor.Offset;
        var index = ReadBoundedIndex(_module.ImportedGlobals, "imported global");
        var global = _module.Globals[index];
        if (global.Mutable) throw WasmFormatException.Invalid("A constant expression may not read a mutable global.", at);
        return new ConstantExpression(ConstantKind.Global, global.Type, (ulong)index);
    }

    private void ReadElements()
    {
        var count = _cursor.ReadCount("element segments", 2);
        EngineLimits.Check(count, EngineLimits.Segments, "element segments", _cursor.Offset);
        for (var i = 0; i < count; i++) _module.Elements.Add(ReadElement());
    }

    // The flags: bit 0 not active, bit 1 an explicit table (or, when not active, declarative), bit 2 expressions instead of function indices.
    private ElementSegment ReadElement()
    {
        var at = _cursor.Offset;
        var flags = _cursor.ReadU32();
        if (flags > 7) throw WasmFormatException.Invalid($"{flags} are not the flags of an element segment.", at);
        var expressions = (flags & 4) != 0;
        var mode = (flags & 1) == 0 ? SegmentMode.Active : (flags & 2) != 0 ? SegmentMode.Declarative : SegmentMode.Passive;
        var table = 0;
        ConstantExpression offset = default;
        if (mode == SegmentMode.Active)
        {
            var tableAt = _cursor.Offset;
            if ((flags & 2) != 0) table = _cursor.ReadIndex();
            if (table >= _module.Tables.Count) throw WasmFormatException.Invalid(Invariant($"There is no table {table}."), tableAt);
            offset = ReadConstant(WasmType.I32);
        }

        var element = WasmType.FuncRef;
        if ((flags & 3) != 0)
        {
            var kindAt = _cursor.Offset;
            if (expressions) element = ReadReferenceType(_cursor);
            else if (_cursor.ReadByte() != 0) throw WasmFormatException.Invalid("The kind of an element segment must be 0 (functions).", kindAt);
        }

        if (mode == SegmentMode.Active && _module.Tables[table].Element != element)
            throw WasmFormatException.Invalid("An element segment has another type than its table.", at);
        var items = new ConstantExpression[_cursor.ReadCount("elements", expressions ? 2 : 1)];
        EngineLimits.Check(_elements += items.Length, EngineLimits.TableElements, "elements of segments", at);
        for (var i = 0; i < items.Length; i++) items[i] = expressions ? ReadConstant(element) : ReadFunctionConstant();
        return new ElementSegment(mode, table, offset, element, items);
    }

    private void ReadData()
    {
        var count = _cursor.ReadCount("data segments", 2);
        if (_module.DataCount is { } announced && announced != count)
            throw WasmFormatException.Invalid("The data count section and the data section differ.", _cursor.Offset);
        EngineLimits.Check(count, EngineLimits.Segments, "data segments", _cursor.Offset);
        for (var i = 0; i < count; i++)
        {
            var at = _cursor.Offset;
            var flags = _cursor.ReadU32();
            if (flags > 2) throw WasmFormatException.Invalid($"{flags} are not the flags of a data segment.", at);
            ConstantExpression offset = default;
            if (flags != 1)
            {
                var memory = flags == 2 ? _cursor.ReadIndex() : 0;
                if (memory >= _module.Memories.Count) throw WasmFormatException.Invalid(Invariant($"There is no memory {memory}."), at);
                offset = ReadConstant(WasmType.I32);
            }

            var length = _cursor.ReadCount("bytes of a data segment");
            _module.Data.Add(new DataSegment(flags == 1 ? SegmentMode.Passive : SegmentMode.Active, offset, _cursor.Offset, length));
            _cursor.Skip(length);
        }
    }
}
