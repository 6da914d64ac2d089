using System.Globalization;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>What becomes of a validator's verdict: with <c>on_failure: fail</c> (the default) the company fails with <c>validation.failed</c>, with <c>warn</c> failures are warnings.</summary>
internal static class Verdicts
{
    /// <summary>False when the company fails.</summary>
    public static bool Accept(PreparedStage stage, ModuleResult verdict, ChargeCollector collector)
    {
        if (verdict.Failures.Count == 0)
            return true;
        if (string.Equals(stage.Stage.OnFailure, ProgramRules.Warn, StringComparison.Ordinal))
        {
            foreach (var failure in verdict.Failures)
                collector.Warn(new BillingWarning(failure.Code, failure.Message, failure.ChargeId));
            return true;
        }

        var first = verdict.Failures[0];
        var more = verdict.Failures.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({verdict.Failures.Count - 1} more)") : "";
        collector.Fail(
            new BillingError(
                ErrorCodes.ValidationFailed,
                $"{stage.Module!.Name} in stage {stage.Stage.Name} refuses the charges: {first.Code}: {first.Message}{more}.",
                "Correct what it names, or let the stage warn (on_failure: warn).",
                first.ChargeId ?? stage.Stage.Name),
            isFinal: true);
        return false;
    }
}
