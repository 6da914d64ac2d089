using Billing.Executor.Storage;
using Billing.Hosting;

namespace Billing.Executor.RateBatches;

/// <summary>Counts what was rated: companies, charges, and what every module call used.</summary>
internal static class RatingMetrics
{
    /// <summary>Inputs that had been rated before, and those that had not.</summary>
    public static void CountRecalls(int hits, int misses)
    {
        BillingTelemetry.CacheLookups.Add(hits, new("cache", "charge_sets"), new("hit", true));
        BillingTelemetry.CacheLookups.Add(misses, new("cache", "charge_sets"), new("hit", false));
    }

    public static void Count(RatedInput input)
    {
        BillingTelemetry.Companies.Add(1, new KeyValuePair<string, object?>("outcome", input.Error is null ? "rated" : "failed"));
        BillingTelemetry.Charges.Add(input.ChargeCount);
        foreach (var execution in input.Executions)
        {
            var module = new KeyValuePair<string, object?>("module", $"{execution.ModuleId}@{execution.ModuleVersion}");
            BillingTelemetry.ModuleCalls.Add(1, module, new KeyValuePair<string, object?>("outcome", execution.Outcome));
            BillingTelemetry.ModuleBytes.Add(execution.InputBytes, module, new KeyValuePair<string, object?>("direction", "in"));
            BillingTelemetry.ModuleBytes.Add(execution.OutputBytes, module, new KeyValuePair<string, object?>("direction", "out"));
            BillingTelemetry.Fuel.Add(execution.Fuel, module);
            BillingTelemetry.PeakMemory.Record(execution.PeakMemoryBytes, module);
            BillingTelemetry.ModuleDuration.Record(execution.DurationMicroseconds / 1_000_000.0, module);
        }
    }
}
