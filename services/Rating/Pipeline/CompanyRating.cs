using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating;

/// <summary>The rating of one company, once. A company with few scopes is rated on one thread; one with many has its producers spread over the engine's threads.</summary>
internal sealed class CompanyRating(IWasmEngine engine, PreparedPipeline pipeline, InputDocument input)
{
    private const int ScopesPerThread = 16;

    public async Task<RatingOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            CompanyScopes? scopes = null;
            ModuleInputWriter? writer = null;
            var small = await engine.RunAsync(
                () =>
                {
                    scopes = ScopePlanner.Plan(pipeline, input);
                    writer = new ModuleInputWriter(input, scopes.Events);
                    return scopes.Scopes.Count <= ScopesPerThread ? Finish(scopes, writer, Produce(writer, scopes.Scopes)) : null;
                },
                cancellationToken);
            if (small is not null)
                return small;
            var parts = await Task.WhenAll(scopes!.Scopes.Chunk(ScopesPerThread).Select(part => engine.RunAsync(() => Produce(writer!, part), cancellationToken)));
            return await engine.RunAsync(() => Finish(scopes, writer!, parts.SelectMany(part => part)), cancellationToken);
        }
        catch (BillingException exception)
        {
            return new RatingOutcome { Error = exception.Error, IsFinal = true, Executions = [] };
        }
    }

    private string ProducersStage => pipeline.Stages[0].Stage.Name;

    /// <summary>The producers of some scopes in order, up to the first that fails.</summary>
    private List<(CallOutcome Call, Scope Scope)> Produce(ModuleInputWriter writer, IReadOnlyList<Scope> scopes)
    {
        var calls = new List<(CallOutcome, Scope)>(scopes.Count);
        if (!Conditions.Hold(pipeline.Stages[0].Stage, [], input))
            return calls;
        var runner = new CallRunner(input, writer);
        foreach (var scope in scopes)
        {
            var call = runner.Run(scope.Producer, ProducersStage, scope.AssignmentId, scope.AssignmentId, scope, charges: null);
            calls.Add((call, scope));
            if (call.Error is not null)
                break;
        }

        return calls;
    }

    private RatingOutcome Finish(CompanyScopes scopes, ModuleInputWriter writer, IEnumerable<(CallOutcome Call, Scope Scope)> produced)
    {
        var collector = new ChargeCollector(pipeline, input, scopes.Warnings);
        var charges = new List<Charge>();
        foreach (var (call, _) in produced)
        {
            if (!collector.Add(call))
                return collector.Outcome();
            charges.AddRange(call.Result!.Charges ?? []);
        }

        collector.Replace(charges);
        writer.Produced = collector.Balances();
        var runner = new CallRunner(input, writer);
        foreach (var stage in pipeline.Stages.Skip(1))
        {
            if (Conditions.Hold(stage.Stage, collector.Charges.Items, input) && !RunStage(stage, runner, collector))
                break;
        }

        return collector.Outcome();
    }

    private static bool RunStage(PreparedStage stage, CallRunner runner, ChargeCollector collector)
    {
        var module = stage.Module!;
        var partitionBy = module.Manifest.PartitionBy;
        var after = new List<Charge>();
        foreach (var (key, charges) in Partitions.Of(partitionBy, collector.Charges))
        {
            var call = runner.Run(module, stage.Stage.Name, key, Partitions.Place(stage.Stage.Name, partitionBy, key), scope: null, charges);
            if (!collector.Add(call))
                return false;
            if (stage.Stage.Kind == StageKind.Validator && !Verdicts.Accept(stage, call.Result!, collector))
                return false;
            if (call.Result!.Charges is null && ReferenceEquals(charges, collector.Charges))
                return true; // the whole company as it was: the next stage gets what is written already
            after.AddRange(call.Result.Charges ?? charges.Items);
        }

        collector.Replace(after);
        return true;
    }
}
