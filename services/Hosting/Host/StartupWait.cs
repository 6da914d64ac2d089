using Billing.Contracts;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Billing.Hosting;

/// <summary>Something a host needs before it can work.</summary>
/// <param name="Address"><c>host:port</c>.</param>
/// <param name="Variable">The setting that names it.</param>
internal sealed record StartupDependency(string What, string Address, string Variable);

/// <summary>Waits for databases and brokers that are not up yet: one line a try, 0.5 s doubling to 5 s, until they are there or the host is stopped.</summary>
internal sealed partial class StartupWait(TimeProvider time, ILogger<StartupWait> logger)
{
    public async Task<T> UntilAsync<T>(StartupDependency dependency, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(error => error is not BillingException && Outage.Is(error)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(5),
                OnRetry = retry =>
                {
                    LogWaiting(ErrorCodes.ServiceUnavailable, dependency.What, dependency.Address, Cause(retry.Outcome.Exception!), dependency.Variable);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
        return await pipeline.ExecuteAsync(async token => await attempt(token), cancellationToken);
    }

    private static string Cause(Exception error) => error.GetBaseException().Message;

    [LoggerMessage(EventName = "startup.waiting", Level = LogLevel.Warning, Message = "{Code}: {What} at {Address} does not answer ({Cause}). Start it, or correct {Variable}; this host waits for it")]
    private partial void LogWaiting(string code, string what, string address, string cause, string variable);
}
