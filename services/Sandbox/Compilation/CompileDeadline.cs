using System.Diagnostics;
using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Compilation;

/// <summary>When the compilation of a module is given up. Looked at between functions, since the JIT cannot be stopped inside of one.</summary>
internal sealed class CompileDeadline(TimeSpan time)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <exception cref="WasmFormatException">It is past; code <c>limit.time</c>.</exception>
    public void Check()
    {
        if (Stopwatch.GetElapsedTime(_start) > time)
            throw new WasmFormatException(new WasmError(WasmErrorCodes.LimitTime, FormattableString.Invariant($"Compiling the module took longer than {time.TotalSeconds} s.")));
    }
}
