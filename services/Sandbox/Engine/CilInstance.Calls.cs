using System.Diagnostics;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Compilation;
using Billing.Sandbox.Runtime;
using static System.FormattableString;

namespace Billing.Sandbox.Engine;

internal sealed partial class CilInstance
{
    private int _thread;

    public WasmCallResult Call(string export, ReadOnlySpan<WasmValue> arguments, WasmLimits limits)
    {
        RequireAlive();
        _module.Engine.Threads.RequireOwnThread();
        if (_module.FindExport(export) is not { Kind: WasmExternalKind.Function } entry)
            return Refused($"The module exports no function '{export}'.");
        var function = Context.FunctionAt(entry.Index);
        return Mismatch(export, function.Type, arguments) is { } mismatch ? Refused(mismatch) : Invoke(function, arguments, limits);
    }

    /// <summary>Calls a function whose arguments have been checked, on a thread of the engine.</summary>
    public WasmCallResult Invoke(FunctionReference function, ReadOnlySpan<WasmValue> arguments, WasmLimits limits)
    {
        // A host function that calls back gets a new call stack limit each time; the thread's stack is one.
        if (!EngineThreads.HasRoom) return new WasmCallResult([], Failures.Describe(Traps.OutOfStack(), interrupted: false), 0, MemoryBytes, TimeSpan.Zero);
        var target = function.Context;
        var outer = (target.Fuel, target.Call, target.MemoryLimit, target.StackFloor, target.IsMemoryRefused, Thread: TakeThread());
        var start = Stopwatch.GetTimestamp();
        var call = new ActiveCall(target, start + (long)(Math.Min(limits.WallClock.TotalSeconds, int.MaxValue) * Stopwatch.Frequency));
        target.Begin(Math.Max(0, limits.Fuel));
        (target.Call, target.MemoryLimit, target.StackFloor, target.IsMemoryRefused) = (call, limits.MemoryBytes, EngineThreads.StackFloor, false);
        _module.Engine.Watchdog.Add(call);
        WasmError? error = null;
        IReadOnlyList<WasmValue> values = [];
        long fuelLeft;
        bool memoryRefused;
        try
        {
            values = Enter(function, arguments, limits);
        }
        catch (Exception exception) when (Failures.Describe(exception, call.Current.IsInterrupted) is { } described)
        {
            error = described;
        }
        finally
        {
            _module.Engine.Watchdog.Remove(call);
            fuelLeft = call.Current.Fuel;
            memoryRefused = target.IsMemoryRefused;

            // The time of a call that the host made from within another one is not the other's; if that is late too, it is told again.
            target.Begin(outer.Fuel);
            (target.Call, target.MemoryLimit, target.StackFloor, target.IsMemoryRefused) = (outer.Call, outer.MemoryLimit, outer.StackFloor, outer.IsMemoryRefused);
            _thread = outer.Thread;
        }

        var used = string.Equals(error?.Code, WasmErrorCodes.LimitFuel, StringComparison.Ordinal) ? limits.Fuel : limits.Fuel - fuelLeft;
        GC.KeepAlive(this);
        return new WasmCallResult(values, error, used, MemoryBytes, Stopwatch.GetElapsedTime(start)) { MemoryRefused = memoryRefused };
    }

    private unsafe WasmValue[] Enter(FunctionReference function, ReadOnlySpan<WasmValue> arguments, WasmLimits limits)
    {
        var type = function.Type;
        Span<ulong> numbers = stackalloc ulong[Math.Max(1, arguments.Length) * InstanceContext.SlotWords];
        var references = new object?[Math.Max(1, arguments.Length)];
        for (var i = 0; i < arguments.Length; i++)
        {
            (numbers[i * InstanceContext.SlotWords], numbers[(i * InstanceContext.SlotWords) + 1]) = (arguments[i].Bits, arguments[i].UpperBits);
            references[i] = arguments[i].Reference;
        }

        var entry = (delegate*<nint, ulong*, object?[], InstanceContext, int, void>)_module.EntryOf(type);
        fixed (ulong* slots = numbers)
        {
            entry(function.Code, slots, references, function.Context, StackAccount.Limit(limits.StackFrames, limits.StackBytes));
        }

        if (type.Results.Length == 0) return [];
        var values = new WasmValue[type.Results.Length];
        values[0] = Value(type.Results[0], numbers, references[0]);
        for (var i = 1; i < values.Length; i++) values[i] = Value(type.Results[i], function.Context.ResultSlots.AsSpan(i * InstanceContext.SlotWords), function.Context.ReferenceResults[i]);
        return values;
    }

    // A 32-bit number fills the lower half of its slot only.
    private static WasmValue Value(WasmType type, ReadOnlySpan<ulong> slot, object? reference) => type switch
    {
        WasmType.FuncRef or WasmType.ExternRef => new WasmValue(type, 0, reference),
        WasmType.I32 or WasmType.F32 => new WasmValue(type, (uint)slot[0]),
        WasmType.V128 => new WasmValue(type, slot[0]) { UpperBits = slot[1] },
        _ => new WasmValue(type, slot[0]),
    };

    private static string? Mismatch(string export, FunctionType type, ReadOnlySpan<WasmValue> arguments)
    {
        if (arguments.Length != type.Parameters.Length) return $"'{export}' takes {type.Parameters.Length} arguments, {arguments.Length} were given.";
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Type != type.Parameters[i]) return Invariant($"Argument {i + 1} of '{export}' is {type.Parameters[i]}, {arguments[i].Type} was given.");
            if (arguments[i] is { Type: WasmType.FuncRef, Reference: not (null or FunctionReference) }) return Invariant($"Argument {i + 1} of '{export}' is not a function of this engine.");
        }

        return null;
    }

    private WasmCallResult Refused(string message) => new([], new WasmError(WasmErrorCodes.CallMismatch, message), 0, MemoryBytes, TimeSpan.Zero);

    // One thread at a time; a host function may call back on the same one.
    private int TakeThread()
    {
        var before = Interlocked.CompareExchange(ref _thread, Environment.CurrentManagedThreadId, 0);
        RequireNoOther(before);
        return before;
    }

    private void RequireNoOtherThread() => RequireNoOther(Volatile.Read(ref _thread));

    private static void RequireNoOther(int thread)
    {
        if (thread != 0 && thread != Environment.CurrentManagedThreadId) throw new InvalidOperationException("Another thread is calling into this instance.");
    }
}
