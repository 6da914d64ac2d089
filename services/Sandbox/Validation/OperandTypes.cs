using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Validation;

/// <summary>The type stack of the validation algorithm of the specification's appendix. In unreachable code a pop below the block's height gives any type.</summary>
internal sealed class OperandTypes
{
    /// <summary>Stands for any type; only in unreachable code.</summary>
    public const WasmType Any = (WasmType)0xFF;

    private WasmType[] _types = new WasmType[64];
    private int _vectors;

    public int Height { get; private set; }

    /// <summary>The height in slots of 8 bytes: a v128 takes two.</summary>
    public int Slots => Height + _vectors;

    /// <summary>The height below which the current block may not reach.</summary>
    public int Floor { get; set; }

    public bool Unreachable { get; set; }

    public void Reset() => (Height, Floor, Unreachable, _vectors) = (0, 0, false, 0);

    public void Truncate(int height)
    {
        if (_vectors > 0) _vectors -= _types.AsSpan(height, Height - height).Count(WasmType.V128);
        Height = height;
    }

    public void Push(WasmType type)
    {
        if (Height == _types.Length) Array.Resize(ref _types, Height * 2);
        _types[Height++] = type;
        if (type == WasmType.V128) _vectors++;
    }

    public void Push(WasmType[] types)
    {
        foreach (var type in types) Push(type);
    }

    public WasmType Pop(int at)
    {
        if (Height > Floor)
        {
            var type = _types[--Height];
            if (type == WasmType.V128) _vectors--;
            return type;
        }

        return Unreachable ? Any : throw WasmFormatException.Invalid("The operand stack is empty.", at);
    }

    public WasmType Pop(WasmType wanted, int at)
    {
        var type = Pop(at);
        if (type == wanted || type == Any) return wanted;
        if (wanted == Any) return type;
        throw WasmFormatException.Invalid($"An operand is of type {type}, {wanted} is needed.", at);
    }

    public void Pop(WasmType[] wanted, int at)
    {
        for (var i = wanted.Length - 1; i >= 0; i--) Pop(wanted[i], at);
    }

    /// <summary>Checks the top of the stack without taking it; what is missing in unreachable code is not made up.</summary>
    public void Peek(WasmType[] wanted, int at)
    {
        for (var i = 0; i < wanted.Length; i++)
        {
            var position = Height - 1 - i;
            var needed = wanted[^(i + 1)];
            if (position < Floor)
            {
                if (Unreachable) return;
                throw WasmFormatException.Invalid("The operand stack is empty.", at);
            }

            if (_types[position] != needed && _types[position] != Any)
                throw WasmFormatException.Invalid($"An operand is of type {_types[position]}, {needed} is needed.", at);
        }
    }
}
