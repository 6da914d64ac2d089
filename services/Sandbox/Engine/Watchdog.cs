using System.Diagnostics;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Engine;

/// <summary>
/// Ends calls that run past their wall clock limit. It sleeps until the nearest deadline, so the calls that keep theirs, nearly all, never wake it.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(2);

    // After the last call it stays half awake for a while: waking it for each of a row of short calls would cost more than the calls.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<ActiveCall> _calls = [];
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private long _nextWake = long.MaxValue;
    private bool _stopped;

    public Watchdog()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "wasm watchdog" };
        _thread.Start();
    }

    public void Add(ActiveCall call)
    {
        bool wake;
        lock (_lock)
        {
            _calls.Add(call);
            wake = call.Deadline < _nextWake;
            if (wake) _nextWake = call.Deadline;
        }

        if (wake) _wake.Set();
    }

    public void Remove(ActiveCall call)
    {
        lock (_lock) _calls.Remove(call);
    }

    public void Dispose()
    {
        lock (_lock) _stopped = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        var idle = false;
        while (true)
        {
            TimeSpan? sleep;
            lock (_lock)
            {
                if (_stopped) return;
                sleep = InterruptAndPlan(ref idle);
            }

            if (sleep is { } time) _wake.WaitOne(time);
            else _wake.WaitOne();
        }
    }

    // How long to sleep; null for until woken.
    private TimeSpan? InterruptAndPlan(ref bool idle)
    {
        var now = Stopwatch.GetTimestamp();
        var nearest = long.MaxValue;
        var late = false;
        foreach (var call in _calls)
        {
            if (call.Deadline <= now)
            {
                call.Interrupt();
                late = true;
            }
            else
            {
                nearest = Math.Min(nearest, call.Deadline);
            }
        }

        var wasIdle = idle;
        idle = _calls.Count == 0;
        if (idle && wasIdle)
        {
            _nextWake = long.MaxValue;
            return null;
        }

        var sleep = late ? Repeat : idle ? Linger : Stopwatch.GetElapsedTime(now, nearest);
        if (!idle && nearest < long.MaxValue && Stopwatch.GetElapsedTime(now, nearest) < sleep) sleep = Stopwatch.GetElapsedTime(now, nearest);
        _nextWake = now + (long)(sleep.TotalSeconds * Stopwatch.Frequency);
        return sleep;
    }
}
