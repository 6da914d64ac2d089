using System.Collections.Concurrent;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Tests.Support;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Invoice.Tests;

/// <summary>Stands where the Planner does: keeps what the Invoice service reports.</summary>
internal sealed class OutcomeInbox : IServiceModule
{
    private readonly ConcurrentQueue<BatchReport> _reports = new();

    public string Name => "outcomes";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(this);

    public void AddConsumers(IBusRegistrationConfigurator bus) => bus.AddConsumer<OutcomeConsumer, OutcomeConsumerDefinition>();

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }

    public void Add(BatchReport report) => _reports.Enqueue(report);

    /// <summary>The reports of a run, once there are that many.</summary>
    public Task<IReadOnlyList<BatchReport>> WaitAsync(Guid runId, int count) => Eventually.GetAsync(
        () => Task.FromResult<IReadOnlyList<BatchReport>>([.. _reports.Where(report => report.RunId == runId)]),
        reports => reports.Count >= count,
        $"{count} reports of run {runId}");
}

/// <summary>InvoicesIssued or PreviewsReady.</summary>
internal sealed record BatchReport(Guid RunId, int BatchNo, bool IsFinal, IReadOnlyList<InvoicedCompany> Companies, IReadOnlyList<FailedCompany> Failed)
{
    public InvoicedCompany Company(string companyId) => Companies.Single(company => string.Equals(company.CompanyId, companyId, StringComparison.Ordinal));

    public FailedCompany Failure(string companyId) => Failed.Single(company => string.Equals(company.CompanyId, companyId, StringComparison.Ordinal));
}

internal sealed class OutcomeConsumer(OutcomeInbox inbox) : IConsumer<InvoicesIssued>, IConsumer<PreviewsReady>
{
    public Task Consume(ConsumeContext<InvoicesIssued> context)
    {
        inbox.Add(new(context.Message.RunId, context.Message.BatchNo, true, context.Message.Companies, context.Message.Failed));
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<PreviewsReady> context)
    {
        inbox.Add(new(context.Message.RunId, context.Message.BatchNo, false, context.Message.Companies, context.Message.Failed));
        return Task.CompletedTask;
    }
}

internal sealed class OutcomeConsumerDefinition() : BillingConsumerDefinition<OutcomeConsumer>(Endpoints.RunOutcomes, concurrency: 1, subscribes: true);
