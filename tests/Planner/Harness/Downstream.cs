using System.Diagnostics;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Planner.Tests;

/// <summary>Stands where Executor and Invoice stand: keeps the batches it gets, and reports them when the test says so.</summary>
internal sealed class Downstream
{
    private readonly Lock _lock = new();
    private readonly List<RateCompanies> _batches = [];
    private readonly List<string?> _traceIds = [];
    private readonly List<object> _events = [];

    /// <summary>What a company of a batch comes to; null leaves the batch unreported.</summary>
    public Func<RateCompanies, CompanyToRate, object>? Outcome { get; set; }

    public IReadOnlyList<RateCompanies> Batches
    {
        get
        {
            lock (_lock)
                return [.. _batches];
        }
    }

    public IReadOnlyList<T> Events<T>()
    {
        lock (_lock)
            return [.. _events.OfType<T>()];
    }

    /// <summary>Of the trace each batch came in.</summary>
    public IReadOnlyList<string?> TraceIds
    {
        get
        {
            lock (_lock)
                return [.. _traceIds];
        }
    }

    public void Keep(RateCompanies batch)
    {
        lock (_lock)
        {
            _batches.Add(batch);
            _traceIds.Add(Activity.Current?.TraceId.ToHexString());
        }
    }

    public void Keep(object occurred)
    {
        lock (_lock)
            _events.Add(occurred);
    }

    /// <summary>The report of a batch: an invoice or preview of 100 cents for each company unless <see cref="Outcome"/> says otherwise.</summary>
    public object Report(RateCompanies batch)
    {
        var outcomes = batch.Companies.Select(company => Outcome?.Invoke(batch, company) ?? Billed(batch, company)).ToList();
        var companies = outcomes.OfType<InvoicedCompany>().ToList();
        var failed = batch.Failed.Concat(outcomes.OfType<FailedCompany>()).ToList();
        return batch.Mode is RunMode.Final
            ? new InvoicesIssued(batch.TenantId, batch.RunId, batch.BatchNo, batch.Attempt, companies, failed)
            : new PreviewsReady(batch.TenantId, batch.RunId, batch.BatchNo, batch.Attempt, companies, failed);
    }

    public static InvoicedCompany Billed(RateCompanies batch, CompanyToRate company, long cents = 100) => new(
        company.CompanyId,
        company.BillingCycleId,
        company.Revision,
        batch.Mode is RunMode.Final ? CompanyOutcome.Issued : CompanyOutcome.Previewed,
        company.InputDigest,
        NoCharges.Digest,
        cents,
        [],
        DocumentDigest: company.InputDigest,
        InvoiceId: batch.Mode is RunMode.Final ? Guid.NewGuid() : null,
        InvoiceNumber: batch.Mode is RunMode.Final ? "INV-" + company.CompanyId : null,
        CurrencyCode: "USD");

    public static FailedCompany Failed(CompanyToRate company, string code, bool final) =>
        new(company.CompanyId, company.BillingCycleId, company.Revision, new BillingError(code, $"Company {company.CompanyId} failed."), final);

    /// <summary>A charge set that settles nothing.</summary>
    public static Snapshot NoCharges { get; } = Settling();

    public static Snapshot Settling(params ConsumedEvent[] settled) => ChargeSetOf(settled, []);

    public static Snapshot Closing(params Balance[] balances) => ChargeSetOf([], balances);

    private static Snapshot ChargeSetOf(ConsumedEvent[] settled, Balance[] balances)
    {
        var bytes = CanonicalJson.Serialize(
            new ChargeSet
            {
                TenantId = "any",
                CompanyId = "any",
                BillingCycleId = "any",
                InputDigest = "any",
                PipelineDigest = "any",
                Charges = [],
                Settled = settled,
                Balances = balances,
                Warnings = [],
            },
            BillingJson.Default.ChargeSet);
        return new Snapshot(Digest.Of(bytes), "charge_set", bytes);
    }
}

/// <summary>Hosts a <see cref="Downstream"/> beside the Planner.</summary>
internal sealed class DownstreamModule(Downstream downstream, bool reports) : IServiceModule
{
    public string Name => "downstream";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(downstream).AddSingleton(new Reporting(reports));

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<RateConsumer, RateConsumerDefinition>();
        bus.AddConsumer<RateInteractiveConsumer, RateInteractiveConsumerDefinition>();
        bus.AddConsumer<EventConsumer>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }

    internal sealed record Reporting(bool IsOn);

    internal class RateConsumer(Downstream downstream, Reporting reporting) : IConsumer<RateCompanies>
    {
        public async Task Consume(ConsumeContext<RateCompanies> context)
        {
            downstream.Keep(context.Message);
            if (reporting.IsOn)
                await context.Publish(downstream.Report(context.Message), context.CancellationToken);
        }
    }

    internal sealed class RateInteractiveConsumer(Downstream downstream, Reporting reporting) : RateConsumer(downstream, reporting);

    internal sealed class RateConsumerDefinition() : BillingConsumerDefinition<RateConsumer>(Endpoints.RateCompanies, concurrency: 1);

    internal sealed class RateInteractiveConsumerDefinition() : BillingConsumerDefinition<RateInteractiveConsumer>(Endpoints.RateCompaniesInteractive, concurrency: 1);

    internal sealed class EventConsumer(Downstream downstream) : IConsumer<BillingRunCompleted>, IConsumer<BillingRunProgressed>, IConsumer<RunRequestRejected>, IConsumer<PipelinePinned>
    {
        public Task Consume(ConsumeContext<BillingRunCompleted> context) => KeepAsync(context.Message);

        public Task Consume(ConsumeContext<BillingRunProgressed> context) => KeepAsync(context.Message);

        public Task Consume(ConsumeContext<RunRequestRejected> context) => KeepAsync(context.Message);

        public Task Consume(ConsumeContext<PipelinePinned> context) => KeepAsync(context.Message);

        private Task KeepAsync(object occurred)
        {
            downstream.Keep(occurred);
            return Task.CompletedTask;
        }
    }
}
