namespace Billing.Sandbox.Runtime;

/// <summary>A call in progress, as the watchdog and linked instances see it.</summary>
internal sealed class ActiveCall(InstanceContext context, long deadline)
{
    /// <summary>In ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long Deadline { get; } = deadline;

    /// <summary>The instance whose code runs now; its fuel is the call's.</summary>
    public volatile InstanceContext Current = context;

    /// <summary>Ends the call at the next function or loop it enters. Repeated by the watchdog until the call is over, because the current instance may change meanwhile.</summary>
    public void Interrupt() => Current.Interrupt();
}
