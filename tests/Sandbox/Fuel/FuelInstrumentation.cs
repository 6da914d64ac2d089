using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Fuel;

/// <summary>
/// Writes the fuel model into a module itself: before each basic block and each instruction on a range, code adds what it costs to the global <c>meter.fuel</c> and traps when that is
/// more than <c>meter.limit</c>. Any engine then tells the fuel of a call, without a meter of its own.
/// </summary>
internal sealed class FuelInstrumentation
{
    private const int MemoryGrow = 0x40;
    private const int TableGrow = 0xFC0F;

    private readonly Dictionary<byte, byte[]> _sections = [];
    private readonly List<byte> _order = [];
    private readonly uint _mostPages;
    private readonly List<int> _parameters = [];
    private readonly List<uint> _functionTypes = [];
    private readonly List<uint> _tableMaxima = [];
    private uint _memoryMaximum = 65_536;
    private uint _importedGlobals;

    private FuelInstrumentation(byte[] module, uint mostPages)
    {
        _mostPages = mostPages;
        var reader = new InstructionReader(module, 8);
        while (!reader.AtEnd)
        {
            var id = reader.Byte();
            _order.Add(id);
            _sections.Add(id, reader.Bytes((int)reader.Unsigned()));
        }
    }

    private uint Fuel => _importedGlobals;

    private uint Limit => _importedGlobals + 1;

    /// <param name="mostPages">To which the host lets memory grow.</param>
    public static byte[] Instrument(byte[] module, uint mostPages) => new FuelInstrumentation(module, mostPages).Instrument();

    private byte[] Instrument()
    {
        ReadTypes();
        ReadImports();
        foreach (var reader in Entries(3)) _functionTypes.Add(reader.Unsigned());
        foreach (var reader in Entries(4)) ReadTable(reader);
        foreach (var reader in Entries(5)) ReadMemory(reader);
        _sections[2] = AddImports();
        if (!_order.Contains(2)) _order.Insert(_order.IndexOf(1) + 1, 2);
        _sections[7] = RenumberExports();
        _sections[10] = RewriteBodies();
        var module = new Code().Emit(0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0);
        foreach (var id in _order) module.Emit(id).Unsigned((uint)_sections[id].Length).Emit(_sections[id]);
        return module.ToArray();
    }

    // The reader stands at each entry of a section in turn.
    private IEnumerable<InstructionReader> Entries(byte section)
    {
        if (!_sections.TryGetValue(section, out var content)) yield break;
        var reader = new InstructionReader(content);
        for (var left = reader.Unsigned(); left > 0; left--) yield return reader;
    }

    private void ReadTypes()
    {
        foreach (var reader in Entries(1))
        {
            reader.Byte();
            var parameters = (int)reader.Unsigned();
            _parameters.Add(parameters);
            reader.Bytes(parameters);
            reader.Bytes((int)reader.Unsigned());
        }
    }

    private void ReadImports()
    {
        foreach (var reader in Entries(2))
        {
            reader.Bytes((int)reader.Unsigned());
            reader.Bytes((int)reader.Unsigned());
            switch (reader.Byte())
            {
                case 0: reader.Unsigned(); break;
                case 1: ReadTable(reader); break;
                case 2: ReadMemory(reader); break;
                default:
                    reader.Bytes(2);
                    _importedGlobals++;
                    break;
            }
        }
    }

    private void ReadTable(InstructionReader reader)
    {
        reader.Byte();
        _tableMaxima.Add(reader.Limits().Maximum ?? throw new NotSupportedException("A table without a maximum grows to what the engine allows, which only it knows."));
    }

    private void ReadMemory(InstructionReader reader) => _memoryMaximum = reader.Limits().Maximum ?? _memoryMaximum;

    private byte[] AddImports()
    {
        var old = _sections.GetValueOrDefault((byte)2, [0]);
        var reader = new InstructionReader(old);
        var code = new Code().Unsigned(reader.Unsigned() + 2).Emit(old.AsSpan(reader.Position));
        return code.Name("meter").Name("fuel").Emit(3, Op.I64, 1).Name("meter").Name("limit").Emit(3, Op.I64, 1).ToArray();
    }

    private uint Renumbered(uint global) => global < _importedGlobals ? global : global + 2;

    private byte[] RenumberExports()
    {
        var code = new Code();
        var count = 0u;
        foreach (var reader in Entries(7))
        {
            count++;
            var name = reader.Bytes((int)reader.Unsigned());
            var kind = reader.Byte();
            var index = reader.Unsigned();
            code.Unsigned((uint)name.Length).Emit(name).Emit(kind).Unsigned(kind == 3 ? Renumbered(index) : index);
        }

        return new Code().Unsigned(count).Emit(code.ToArray()).ToArray();
    }

    private byte[] RewriteBodies()
    {
        var code = new Code();
        var index = 0;
        foreach (var reader in Entries(10))
        {
            var body = Rewrite(reader.Bytes((int)reader.Unsigned()), _parameters[(int)_functionTypes[index++]]);
            code.Unsigned((uint)body.Length).Emit(body);
        }

        return new Code().Unsigned((uint)index).Emit(code.ToArray()).ToArray();
    }

    private byte[] Rewrite(byte[] body, int parameters)
    {
        var reader = new InstructionReader(body);
        var code = new Code();
        var operand = (uint)parameters;
        var groups = reader.Unsigned();
        code.Unsigned(groups + 1);
        for (var left = groups; left > 0; left--)
        {
            var count = reader.Unsigned();
            operand += count;
            code.Unsigned(count).Emit(reader.Byte());
        }

        code.Unsigned(1).Emit(Op.I32);
        var instructions = new List<ReadInstruction>();
        while (!reader.AtEnd) instructions.Add(reader.Instruction());
        var (costs, reachable) = BasicBlocks.Find(body, instructions);
        for (var i = 0; i < instructions.Count; i++)
        {
            var (opcode, start, immediates, end) = instructions[i];
            if (costs.GetValueOrDefault(i) is > 0 and var cost) Charge(code, c => c.I64(cost));
            if (reachable[i]) ChargeForRange(code, opcode, operand, new InstructionReader(body, immediates));
            if (opcode is 0x23 or 0x24) code.Emit((byte)opcode).Unsigned(Renumbered(new InstructionReader(body, immediates).Unsigned()));
            else code.Emit(body.AsSpan(start, end - start));
        }

        return code.ToArray();
    }

    // The operand that tells how much is on top of the stack, and stays there.
    private void ChargeForRange(Code code, int opcode, uint operand, InstructionReader immediates)
    {
        void Tee() => code.Emit(Op.LocalTee).Unsigned(operand);
        Code Operand(Code c) => c.Get(operand).Emit(0xAD); // i64.extend_i32_u
        if (FuelModel.IsPaidByTheByte(opcode))
        {
            Tee();
            Charge(code, c => Operand(c).I64(FuelModel.BytesForOne - 1).Emit(Op.I64Add).I64(FuelModel.BytesForOne).Emit(0x80)); // i64.div_u
        }
        else if (FuelModel.IsPaidByTheElement(opcode))
        {
            Tee();
            Charge(code, c => Operand(c));
        }
        else if (opcode == MemoryGrow)
        {
            Tee();
            Operand(code.Emit(Op.MemorySize, 0).Emit(0xAD)).Emit(Op.I64Add).I64(Math.Min(_memoryMaximum, _mostPages)).Emit(0x58).If(); // i64.le_u: it is granted
            Charge(code, c => Operand(c).I64(FuelModel.GrownPage).Emit(Op.I64Mul));
            code.End();
        }
        else if (opcode == TableGrow)
        {
            Tee();
            var table = immediates.Unsigned();
            Operand(code.Emit(Op.Prefix, Op.Bulk.TableSize).Unsigned(table).Emit(0xAD)).Emit(Op.I64Add).I64(_tableMaxima[(int)table]).Emit(0x58).If();
            Charge(code, c => Operand(c));
            code.End();
        }
    }

    private void Charge(Code code, Action<Code> cost)
    {
        code.Emit(Op.GlobalGet).Unsigned(Fuel);
        cost(code);
        code.Emit(Op.I64Add).Emit(Op.GlobalSet).Unsigned(Fuel);
        code.Emit(Op.GlobalGet).Unsigned(Fuel).Emit(Op.GlobalGet).Unsigned(Limit).Emit(0x56).If().Emit(Op.Unreachable).End(); // i64.gt_u
    }
}
