using Billing.Contracts;
using Billing.Rating;
using Billing.Sandbox;
using Billing.Sandbox.Engine;

namespace Billing.Modules.Tests;

/// <summary>The default program with the real modules, as a run rates a company.</summary>
[Parallelizable]
public sealed class DefaultProgramProperties : IDisposable
{
    private readonly Rater _released = new(version: null);
    private readonly Rater _patched = new(version: "1.0.1");

    public void Dispose()
    {
        _released.Dispose();
        _patched.Dispose();
    }

    [Test]
    public void Charges_have_ids_of_their_own_that_a_patch_release_of_every_module_keeps() => Property.Holds(BilledCompany.Any, company =>
    {
        var before = _released.Rate(company.Input()).Rated!.ChargeSet.Charges;
        var after = _patched.Rate(company.Input()).Rated!.ChargeSet.Charges;
        before.Select(charge => charge.ChargeId).ShouldBeUnique();
        after.Select(charge => (charge.ChargeId, charge.NetAmountCents)).ShouldBe(before.Select(charge => (charge.ChargeId, charge.NetAmountCents)));
        after.ShouldAllBe(charge => charge.SourceModule!.EndsWith("@1.0.1", StringComparison.Ordinal));
    });

    [Test]
    public void A_late_entry_adds_its_own_charge_and_leaves_the_ids_of_all_others() => Property.Holds(BilledCompany.Any, company =>
    {
        var before = Ids(_released.Rate(company.Input()));
        var after = Ids(_released.Rate(company.With(new Entry("late", "s1", null, 7_200, 1_830, 30)).Input()));
        before.Where(id => !after.Contains(id)).ShouldBeEmpty();
        after.Except(before).Count().ShouldBeInRange(1, 3, "the entry, and the discount and the cap where they found nothing before");
    });

    [Test]
    public void Facts_in_any_order_give_the_same_bytes() => Property.Holds(BilledCompany.Any, company =>
        _released.Rate(company.Input(shuffle: (int)company.CapCents)).Rated!.Bytes.Span.SequenceEqual(_released.Rate(company.Input()).Rated!.Bytes.Span).ShouldBeTrue());

    [Test]
    public void Every_call_takes_the_same_fuel_on_every_run_and_every_instance()
    {
        using var other = new Rater(version: null);
        Property.Holds(BilledCompany.Any, company =>
        {
            var input = company.Input();
            var fuel = Fuel(_released.Rate(input));
            fuel.Count(call => call.Fuel > 0).ShouldBeGreaterThanOrEqualTo(8);
            Fuel(_released.Rate(input)).ShouldBe(fuel);
            Fuel(other.Rate(input)).ShouldBe(fuel);
        });
    }

    private static HashSet<string> Ids(RatingOutcome outcome) => outcome.Rated!.ChargeSet.Charges.Select(charge => charge.ChargeId!).ToHashSet(StringComparer.Ordinal);

    private static IReadOnlyList<(string Module, long Fuel)> Fuel(RatingOutcome outcome) => [.. outcome.Executions.Select(execution => (execution.ModuleId, execution.Fuel))];

    /// <summary>Rates with all first-party modules, as released or as if all were released again without a change.</summary>
    private sealed class Rater : IDisposable
    {
        private readonly CilWasmEngine _engine = new(new WasmEngineOptions { Threads = 2 });
        private readonly InputDocumentWriter _inputs = new(Catalogs.Facts);
        private readonly CompanyRater _rater;
        private readonly PreparedPipeline _pipeline;

        public Rater(string? version)
        {
            var modules = LocalModules.Load(RepositoryFolder.Of("tools/sdk/modules"));
            var program = ProgramFiles.Load(RepositoryFolder.Of("tools/sdk/programs/default.json"));
            var versions = modules.Versions.Select(module => version is null ? module : module with { Manifest = module.Manifest with { Version = version } }).ToList();
            _rater = new CompanyRater(_engine, modules);
            _pipeline = _rater.PrepareAsync("t1", PipelineBuilder.Build(new PipelineResolver(Catalogs.Policies).Resolve(program.Program, program.Bindings, versions), _engine.Version, "facts")).GetAwaiter().GetResult();
        }

        public RatingOutcome Rate(CompanyInput input)
        {
            var outcome = _rater.RateAsync(_pipeline, _inputs.Write(input)).GetAwaiter().GetResult();
            return outcome.Error is { } error ? throw new InvalidOperationException(error.ToString()) : outcome;
        }

        public void Dispose()
        {
            _rater.Dispose();
            _engine.Dispose();
        }
    }
}
