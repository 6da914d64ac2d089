using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Billing.Hosting;

/// <summary>
/// Traces and metrics over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; what is pending is sent before the process ends. Without an exporter activities still
/// exist and travel with every message, so that the trace id recorded with a run, an execution and an invoice is the same.
/// </summary>
internal sealed class TelemetrySetup : IHostedService, IDisposable
{
    private static readonly string[] ActivitySources = [BillingTelemetry.SourceName, "MassTransit", "Microsoft.AspNetCore"];

    private readonly ActivityListener _propagation = new()
    {
        ShouldListenTo = source => ActivitySources.Contains(source.Name, StringComparer.Ordinal),
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    public TelemetrySetup(BillingSettings settings)
    {
        ActivitySource.AddActivityListener(_propagation);
        if (settings.OtlpEndpoint is null)
            return;
        var resource = ResourceBuilder.CreateDefault()
            .AddService("billing", serviceInstanceId: Environment.MachineName + ":" + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .AddAttributes([new("billing.services", string.Join(',', settings.Services))])
            .AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource([.. ActivitySources, "Npgsql"])
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter("MassTransit", "Npgsql", "Microsoft.AspNetCore.*", "System.Runtime", "billing.*")
            .AddOtlpExporter()
            .Build();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        _propagation.Dispose();
    }
}
