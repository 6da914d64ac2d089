using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Billing.Hosting;

namespace Billing.Executor.Tests;

/// <summary>What the meters tell of module calls is what the executions record of them.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class TelemetryTests : ExecutorFixture
{
    private static readonly string[] Instruments = ["billing.module.calls", "billing.module.bytes", "billing.module.peak_memory", "billing.module.duration", "billing.fuel", "billing.companies", "billing.charges"];

    [Test]
    public async Task A_call_is_metered_by_its_module_with_its_outcome_fuel_peak_memory_duration_and_bytes()
    {
        var tenant = await NewTenantAsync();
        var companies = await PlannedAsync(new(tenant, "a"), new(tenant, "b"), new TestInput(tenant, "trapped") { PlanType = "trap" });
        using var heard = new HeardMeasurements();

        await RateAsync(Batch(tenant, Guid.NewGuid(), companies));

        var executions = await ExecutionsAsync(tenant);
        executions.Select(execution => (execution.Module, execution.Outcome)).ShouldBe([("mod.flat@1.0.0", "ok"), ("mod.flat@1.0.0", "ok"), ("mod.trap@1.0.0", "trap.unreachable")]);
        heard.Of("billing.module.calls").ShouldBe(executions.Select(execution => (Tags(execution.Module, ("outcome", execution.Outcome)), 1.0)), ignoreOrder: true);
        heard.Of("billing.fuel").ShouldBe(executions.Select(execution => (Tags(execution.Module), (double)execution.Fuel)), ignoreOrder: true);
        heard.Of("billing.module.peak_memory").ShouldBe(executions.Select(execution => (Tags(execution.Module), (double)execution.PeakMemory)), ignoreOrder: true);
        heard.Of("billing.module.duration").ShouldBe(executions.Select(execution => (Tags(execution.Module), execution.DurationMicroseconds / 1_000_000.0)), ignoreOrder: true);
        heard.Of("billing.module.bytes").ShouldBe(executions.SelectMany(BytesOf), ignoreOrder: true);
        executions.ShouldAllBe(execution => execution.Fuel > 0 && execution.PeakMemory == 65_536 && execution.InputBytes > 100);
        executions.Select(execution => execution.OutputBytes > 0).ShouldBe([true, true, false], "nothing comes out of a trap");
    }

    [Test]
    public async Task Companies_and_charges_are_counted_and_what_is_remembered_meters_no_call()
    {
        var tenant = await NewTenantAsync();
        var companies = await PlannedAsync(new(tenant, "a"), new TestInput(tenant, "trapped") { PlanType = "trap" });
        using (var first = new HeardMeasurements())
        {
            await RateAsync(Batch(tenant, Guid.NewGuid(), companies));
            first.Of("billing.companies").ShouldBe([("outcome=rated", 1), ("outcome=failed", 1)], ignoreOrder: true);
            first.Of("billing.charges").Sum(charge => charge.Value).ShouldBe(1);
        }

        using var again = new HeardMeasurements();
        await RateAsync(Batch(tenant, Guid.NewGuid(), companies));
        again.Of("billing.module.calls").ShouldBeEmpty();
        again.Of("billing.fuel").ShouldBeEmpty();
    }

    private Task<IReadOnlyList<MeteredExecution>> ExecutionsAsync(string tenant) => Database.QueryAsync<MeteredExecution>(
        """
        select module_id || '@' || module_version as module, outcome, fuel, peak_memory as PeakMemory, duration_us as DurationMicroseconds,
            input_bytes as InputBytes, output_bytes as OutputBytes
        from executor.billing_executions where tenant_id = @tenant order by company_id
        """,
        new { tenant });

    private static IEnumerable<(string Tags, double Value)> BytesOf(MeteredExecution execution) =>
        [(Tags(execution.Module, ("direction", "in")), execution.InputBytes), (Tags(execution.Module, ("direction", "out")), execution.OutputBytes)];

    private static string Tags(string module, params (string Name, string Value)[] others) =>
        HeardMeasurements.Text([.. others.Select(other => KeyValuePair.Create<string, object?>(other.Name, other.Value)), KeyValuePair.Create<string, object?>("module", module)]);

    private sealed class MeteredExecution
    {
        public required string Module { get; init; }

        public required string Outcome { get; init; }

        public long Fuel { get; init; }

        public long PeakMemory { get; init; }

        public long DurationMicroseconds { get; init; }

        public long InputBytes { get; init; }

        public long OutputBytes { get; init; }
    }

    /// <summary>Listens to the meters of module calls for as long as it lives.</summary>
    private sealed class HeardMeasurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Instrument, string Tags, double Value)> _heard = new();

        public HeardMeasurements()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, BillingTelemetry.Meter) && Instruments.Contains(instrument.Name)) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _heard.Enqueue((instrument.Name, Text(tags), value)));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _heard.Enqueue((instrument.Name, Text(tags), value)));
            _listener.Start();
        }

        public IEnumerable<(string Tags, double Value)> Of(string instrument) => _heard.Where(heard => heard.Instrument == instrument).Select(heard => (heard.Tags, heard.Value));

        public static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            string.Join(' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}")));

        public void Dispose() => _listener.Dispose();
    }
}
