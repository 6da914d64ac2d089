using Billing.Contracts;
using Billing.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Billing.Registry;

/// <summary>Whether the first-party modules of this build are published: the host is ready once they are, and a pipeline asked for before then waits.</summary>
internal sealed class FirstPartyPublication(TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem;

    public void Succeed() => _done.TrySetResult();

    public void Report(string problem) => _problem = problem;

    /// <summary>Error <c>service.unavailable</c> after 30 s.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _done.Task.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException error)
        {
            throw new BillingException(new(ErrorCodes.ServiceUnavailable, $"The first-party modules are not published yet. {_problem}".TrimEnd(), "/health/ready says when they are."), 503, error);
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_done.Task.IsCompletedSuccessfully ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(_problem ?? "The first-party modules are being published."));
}
