using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Executor.RateBatches;

/// <summary>
/// Keeps the batch lane from filling the engine's queue: it has few companies there at a time, enough to keep every thread busy, so that an interactive company
/// waits for a module call or two and never for a batch. It also bounds the inputs held in memory.
/// </summary>
internal sealed class RatingLanes(BillingSettings settings) : IDisposable
{
    private const int CompaniesPerThread = 2;

    private readonly SemaphoreSlim _batch = new(CompaniesPerThread * ThreadsOf(settings));

    public static int ThreadsOf(BillingSettings settings) => settings.Workers ?? Environment.ProcessorCount;

    public async Task<T> RunAsync<T>(Lane lane, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (lane == Lane.Interactive)
            return await work();
        await _batch.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            _batch.Release();
        }
    }

    public void Dispose() => _batch.Dispose();
}
