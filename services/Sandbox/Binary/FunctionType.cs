namespace Billing.Sandbox.Binary;

/// <summary>Parameters and results of a function or block. Compared by content, because modules that are linked have each their own.</summary>
internal sealed class FunctionType(WasmType[] parameters, WasmType[] results) : IEquatable<FunctionType>
{
    public WasmType[] Parameters { get; } = parameters;

    public WasmType[] Results { get; } = results;

    /// <summary>Parameters and results together; a vector or a reference counts twice.</summary>
    public int OperandSlots { get; } = parameters.Length + results.Length + parameters.Count(IsWide) + results.Count(IsWide);

    /// <summary>What compiling a call comes to, see <see cref="EngineLimits.CompilationSteps"/>.</summary>
    public long CallSteps => ((long)Parameters.Length * Parameters.Length) + OperandSlots;

    public WasmSignature ToSignature() => new(Parameters, Results);

    public bool Equals(FunctionType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Parameters.AsSpan().SequenceEqual(other.Parameters) && Results.AsSpan().SequenceEqual(other.Results));

    public override bool Equals(object? obj) => Equals(obj as FunctionType);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var parameter in Parameters) hash.Add(parameter);
        hash.Add(-1);
        foreach (var result in Results) hash.Add(result);
        return hash.ToHashCode();
    }

    private static bool IsWide(WasmType type) => type is WasmType.V128 or WasmType.FuncRef or WasmType.ExternRef;

    public override string ToString() => $"[{string.Join(' ', Parameters)}] -> [{string.Join(' ', Results)}]";
}
