namespace Billing.Cli.Parity.Attribution;

/// <summary>Answers a scenario with some policies changed, as a text that is equal where the answers are.</summary>
/// <param name="changed">Changes made to the first profile.</param>
public delegate Task<string> AnswerUnder(IReadOnlyList<PolicyChange> changed, CancellationToken cancellationToken);

/// <summary>
/// Which policies account for a difference between two profiles. Rating is a pure function of inputs and policies, so a set of changes explains the difference when making
/// them alone turns the first answer into the second. Single policies are tried first; when none suffices, the full difference is shrunk to a set from which none can be left out.
/// </summary>
public static class PolicyAttribution
{
    /// <summary>Null when the two answers are the same.</summary>
    /// <param name="changes">All on which the profiles disagree.</param>
    /// <param name="target">The answer under the second profile.</param>
    public static async Task<Explanation?> ExplainAsync(IReadOnlyList<PolicyChange> changes, AnswerUnder answer, string target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(answer);
        if (await answer([], cancellationToken).ConfigureAwait(false) == target)
            return null;

        var single = new List<PolicyChange>();
        foreach (var change in changes)
        {
            if (await answer([change], cancellationToken).ConfigureAwait(false) == target)
                single.Add(change);
        }

        if (single.Count > 0)
            return new Explanation([single[0]], single[1..]);
        if (await answer(changes, cancellationToken).ConfigureAwait(false) != target)
            return new Explanation([], []);
        return new Explanation(await ShrinkAsync(changes, answer, target, cancellationToken).ConfigureAwait(false), []);
    }

    /// <summary>
    /// Leaves out whole halves while the answer stays, then quarters, down to single policies; the last round over single ones proves that none can be left out.
    /// </summary>
    private static async Task<IReadOnlyList<PolicyChange>> ShrinkAsync(IReadOnlyList<PolicyChange> changes, AnswerUnder answer, string target, CancellationToken cancellationToken)
    {
        var kept = changes.ToList();
        for (var size = Math.Max(1, kept.Count / 2); ; size = Math.Max(1, size / 2))
        {
            var anyLeftOut = false;
            for (var start = 0; start < kept.Count;)
            {
                var rest = kept.Where((_, i) => i < start || i >= start + size).ToList();
                if (rest.Count < kept.Count && await answer(rest, cancellationToken).ConfigureAwait(false) == target)
                    (kept, anyLeftOut) = (rest, true);
                else
                    start += size;
            }

            if (size == 1 && !anyLeftOut)
                return kept;
        }
    }
}

/// <summary>Why two profiles bill a scenario differently.</summary>
/// <param name="Policies">Changing these, and none fewer, turns the first answer into the second; empty when no policies do.</param>
/// <param name="Alternatives">Other single policies each of which does so by itself.</param>
public sealed record Explanation(IReadOnlyList<PolicyChange> Policies, IReadOnlyList<PolicyChange> Alternatives)
{
    public bool IsFull => Policies.Count > 0;
}
