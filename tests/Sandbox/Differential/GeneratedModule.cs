using System.Collections.Frozen;
using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>How a module is written down. Its random decisions are the same in each way.</summary>
/// <param name="CanonicalNaNs">Instructions that may give any NaN are followed by code that makes it the canonical one.</param>
/// <param name="MarksReached">Each instruction reports its opcode to the host when it is reached.</param>
/// <param name="Omitted">Statements, by their seeds, that are left out.</param>
internal sealed record Rendering(bool CanonicalNaNs = true, bool MarksReached = false, IReadOnlySet<int>? Omitted = null)
{
    /// <summary>Instructions that are written where others were meant, as if an engine mistook them.</summary>
    public IReadOnlyDictionary<WasmOp, WasmOp> Instead { get; init; } = FrozenDictionary<WasmOp, WasmOp>.Empty;
}

/// <summary>A call from outside.</summary>
internal sealed record PlannedCall(string Export, IReadOnlyList<WasmType> Parameters, IReadOnlyList<ulong> Arguments, IReadOnlyList<WasmType> Results);

/// <summary>A valid module and what to call of it.</summary>
/// <param name="Statements">Seeds of the statements that it is made of, outer before inner.</param>
/// <param name="Ops">The opcodes that occur in it.</param>
internal sealed record GeneratedModule(byte[] Wasm, IReadOnlyList<PlannedCall> Calls, IReadOnlyList<int> Statements, IReadOnlySet<WasmOp> Ops);
