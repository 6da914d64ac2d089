using System.Net.Http.Json;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Billing.Registry;

/// <summary>
/// Publishes the modules of <c>BILLING_MODULES</c>, the default program and its bindings at start-up, through the HTTP API everyone uses, at this process's own address.
/// Publishing what is there changes nothing, so any number of Registries may do it at once.
/// </summary>
internal sealed partial class FirstPartyPublisher(
    BillingSettings settings,
    ServiceAddresses addresses,
    FirstPartyPublication publication,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<FirstPartyPublisher> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.ModulesFolder is not { } folder)
        {
            publication.Succeed();
            return;
        }

        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            while (!await TryPublishAsync(folder, stoppingToken))
                await Task.Delay(Pause, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops: the next one publishes.
        }
    }

    private async Task<bool> TryPublishAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(folder, cancellationToken);
            publication.Succeed();
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IBillingFailure)
        {
            publication.Report(error.Message);
            LogFailed(folder, error.Message);
            return false;
        }
    }

    private async Task PublishAsync(string folder, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = addresses.Own() };
        var modules = LocalModules.Load(folder);
        foreach (var module in modules.Versions)
        {
            using var response = await client.PostAsJsonAsync("api/modules", new PublishModule(module.Manifest, modules.Bytes(module.Hash)), BillingJson.Default.PublishModule, cancellationToken);
            await EnsureAsync(response, cancellationToken);
        }

        var programFile = Path.Combine(folder, "..", "programs", "default.json");
        if (File.Exists(programFile))
            await PublishAsync(client, ProgramFiles.Load(programFile), cancellationToken);
        LogPublished(modules.Versions.Count, folder);
    }

    private static async Task PublishAsync(HttpClient client, ProgramFile file, CancellationToken cancellationToken)
    {
        using var answer = await client.PutAsJsonAsync($"api/tenants/{SnapshotTenants.Shared}/program", file.Program, BillingJson.Default.BillingProgram, cancellationToken);
        await EnsureAsync(answer, cancellationToken);
        foreach (var binding in file.Bindings)
        {
            using var response = await client.PutAsJsonAsync(
                $"api/tenants/{SnapshotTenants.Shared}/bindings/{Uri.EscapeDataString(binding.BindingId)}", new PutBinding(binding), BillingJson.Default.PutBinding, cancellationToken);
            await EnsureAsync(response, cancellationToken);
        }
    }

    private static async Task EnsureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        try
        {
            if (await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError, cancellationToken) is { } error)
                throw new Hosting.BillingException(error, (int)response.StatusCode);
        }
        catch (JsonException)
        {
            // Not an answer of ours: its status is all there is to say.
        }

        response.EnsureSuccessStatusCode();
    }

    [LoggerMessage(EventName = "registry.first_party_published", Level = LogLevel.Information, Message = "The {Count} first-party modules of {Folder} and the default program are published")]
    private partial void LogPublished(int count, string folder);

    [LoggerMessage(EventName = "registry.first_party_failed", Level = LogLevel.Error, Message = "The first-party modules of {Folder} are not published yet: {Problem}")]
    private partial void LogFailed(string folder, string problem);
}
