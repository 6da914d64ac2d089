using System.Globalization;
using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Executor.Executions;

/// <summary>What executions a list shows; null is any.</summary>
internal sealed record ExecutionFilter(Guid? RunId, string? CompanyId, string? BillingCycleId, string? InputDigest, string? ChargeSetDigest)
{
    public static ExecutionFilter None { get; } = new(null, null, null, null, null);
}

/// <summary>Where a page of executions ended: <c>input_digest:pipeline_digest:sequence</c>.</summary>
internal sealed record ExecutionCursor(string InputDigest, string PipelineDigest, int Sequence)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{InputDigest}:{PipelineDigest}:{Sequence}");

    /// <exception cref="BillingException"><c>request.invalid</c>.</exception>
    public static ExecutionCursor? Parse(string? after)
    {
        if (string.IsNullOrEmpty(after))
            return null;
        return after.Split(':') is [var input, var pipeline, var sequence] && int.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(input, pipeline, number)
            : throw BillingException.Invalid(
                ErrorCodes.RequestInvalid, $"after is '{after}', which no page gave.", "Hand back the next of the page before, unchanged.", "after");
    }
}
