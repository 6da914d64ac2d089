using MassTransit;
using MassTransit.RetryPolicies;

namespace Billing.Hosting;

/// <summary>
/// How a consumer tries again within one delivery. During an <see cref="Outage"/> it waits, 0.1 s doubling to 5 s, for at most 15 minutes (below the broker's
/// acknowledgement timeout of 30) and then hands the message back to the broker. Anything else gets three more tries, for deadlocks and races, and is then a fault of the message.
/// </summary>
internal sealed class DeliveryRetryPolicy(TimeProvider time) : IRetryPolicy
{
    internal static readonly TimeSpan OutageLimit = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan OutageLongestDelay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan[] FaultDelays = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    public bool IsHandled(Exception exception) => exception is not OperationCanceledException;

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context)
        where T : class, PipeContext => new PolicyContext<T>(this, context);

    public void Probe(ProbeContext context) => context.Set(new { Policy = "Delivery" });

    /// <summary>The wait before the next try, or null when there is none.</summary>
    /// <param name="retries">Retries made so far.</param>
    internal static TimeSpan? DelayFor(Exception exception, int retries, TimeSpan elapsed)
    {
        if (!Outage.Is(exception))
            return retries < FaultDelays.Length ? FaultDelays[retries] : null;
        if (elapsed >= OutageLimit)
            return null;
        var delay = TimeSpan.FromMilliseconds(100) * Math.Pow(2, Math.Min(retries, 6));
        return delay < OutageLongestDelay ? delay : OutageLongestDelay;
    }

    private sealed class PolicyContext<T>(DeliveryRetryPolicy policy, T context) : BaseRetryPolicyContext<T>(policy, context)
        where T : class, PipeContext
    {
        private readonly Attempts _attempts = new(policy, policy._time.GetTimestamp());

        public override bool CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            var handled = base.CanRetry(exception, out retryContext);
            return handled && _attempts.DelayFor(exception, 0) is not null;
        }

        protected override RetryContext<T> CreateRetryContext(Exception exception, CancellationToken cancellationToken) =>
            new Retry<T>(_attempts, Context, exception, 0, cancellationToken);
    }

    private sealed class Retry<T>(Attempts attempts, T context, Exception exception, int retryCount, CancellationToken cancellationToken)
        : BaseRetryContext<T>(context, exception, retryCount, cancellationToken), RetryContext<T>
        where T : class, PipeContext
    {
        public override TimeSpan? Delay => attempts.DelayFor(Exception, RetryCount);

        bool RetryContext<T>.CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            retryContext = new Retry<T>(attempts, Context, exception, RetryCount + 1, CancellationToken);
            return attempts.Policy.IsHandled(exception) && attempts.DelayFor(exception, RetryCount + 1) is not null;
        }
    }

    private sealed record Attempts(DeliveryRetryPolicy Policy, long Started)
    {
        public TimeSpan? DelayFor(Exception exception, int retries) =>
            DeliveryRetryPolicy.DelayFor(exception, retries, Policy._time.GetElapsedTime(Started));
    }

    private readonly TimeProvider _time = time;
}
