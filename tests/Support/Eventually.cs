using System.Diagnostics;

namespace Billing.Tests.Support;

/// <summary>Waits for what other threads and processes bring about: a condition with a deadline, never a bare sleep.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Asks until <paramref name="until"/> holds and returns that answer; throws with the last answer at the deadline.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Predicate<T> until, string what, TimeSpan? deadline = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (until(answer))
                return answer;
            if (Stopwatch.GetElapsedTime(started) > (deadline ?? Deadline))
                throw new TimeoutException($"Waited for {what}; the last answer was {answer}.");
            await Task.Delay(20);
        }
    }

    public static Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null) => GetAsync(condition, holds => holds, what, deadline);
}
