using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Runtime;

/// <summary>A table of references.</summary>
internal sealed class WasmTable(TableType type) : WasmExternal
{
    private object?[]? _image;
    private bool _dirty;
    private object?[] _elements = new object?[type.Limits.Minimum];

    public TableType Type { get; } = type;

    public int Count { get; private set; } = (int)type.Limits.Minimum;

    public bool TryGet(uint index, out object? value)
    {
        if (index >= (uint)Count)
        {
            value = null;
            return false;
        }

        value = _elements[index];
        return true;
    }

    /// <summary>The function at an index; false when there is none, or no function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetFunction(uint index, [NotNullWhen(true)] out FunctionReference? function)
    {
        function = index < (uint)Count ? _elements[index] as FunctionReference : null;
        return function is not null;
    }

    public bool TrySet(uint index, object? value)
    {
        if (index >= (uint)Count) return false;
        _dirty = true;
        _elements[index] = value;
        return true;
    }

    public bool Contains(uint index, uint count) => (ulong)index + count <= (uint)Count;

    /// <summary>The elements of a range that lies inside, to be read.</summary>
    public ReadOnlySpan<object?> Read(uint index, uint count) => _elements.AsSpan((int)index, (int)count);

    /// <summary>The elements of a range that lies inside, to be written.</summary>
    public Span<object?> Write(uint index, uint count)
    {
        _dirty = true;
        return _elements.AsSpan((int)index, (int)count);
    }

    public bool CanGrow(uint count) => (ulong)(uint)Count + count <= Math.Min(Type.Limits.Maximum ?? uint.MaxValue, EngineLimits.TableElements);

    /// <summary>The old size.</summary>
    public int Grow(uint count, object? value)
    {
        var old = Count;
        var size = old + (int)count;
        if (size > _elements.Length) Array.Resize(ref _elements, Math.Max(size, (int)Math.Min(_elements.Length * 2L, EngineLimits.TableElements)));
        _elements.AsSpan(old, (int)count).Fill(value);
        Count = size;
        _dirty = true;
        return old;
    }

    public void CaptureImage()
    {
        _image = _elements.AsSpan(0, Count).ToArray();
        _dirty = false;
    }

    public void Reset()
    {
        if (!_dirty) return;
        if (_image is null) throw new InvalidOperationException("There is no image to go back to.");
        if (_elements.Length > Math.Max(1_024, _image.Length * 2)) _elements = new object?[_image.Length];
        _image.CopyTo(_elements, 0);
        _elements.AsSpan(_image.Length).Clear();
        Count = _image.Length;
        _dirty = false;
    }
}
