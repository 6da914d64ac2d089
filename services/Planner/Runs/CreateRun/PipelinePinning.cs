using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Facts;
using Billing.Planner.Planning;
using Billing.Rating;
using Billing.Sandbox.Engine;

namespace Billing.Planner.Runs;

/// <summary>Pins what a new run bills with: asks the Registry, makes the pipeline document, and sees that the fact source can give what it needs.</summary>
public sealed class PipelinePinning(IRegistry registry, ISnapshotStore snapshots, PlannedFacts facts, FactSources sources, EngineVersion engine)
{
    private const string SnapshotKind = "pipeline";

    /// <summary>The digest of the stored pipeline. Errors: the Registry's, the policies', the fact plan's, and <c>fact.source_unknown</c>.</summary>
    /// <param name="asOf">The run's.</param>
    public async Task<string> PinAsync(RunBilling request, DateTimeOffset asOf, string factSource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        sources.SchemaOf(factSource);
        var resolved = await registry.ResolveAsync(request.TenantId, InForceOn(request, asOf), request.Profile, cancellationToken);
        if (request.Profile is { } profile)
            resolved = resolved with { Profile = profile };
        if (request.Manual is not null)
            CheckBillsManual(resolved.Program);
        var pipeline = PipelineBuilder.Build(resolved, engine.Name, factSource);
        await facts.PlanAsync(pipeline, cancellationToken);
        var (bytes, digest) = PipelineBuilder.Serialize(pipeline);
        await snapshots.PutManyAsync(request.TenantId, [new Snapshot(digest, SnapshotKind, bytes)], cancellationToken);
        return digest;
    }

    /// <summary>Program and bindings are those in force at the period's end, on its last covered day; for a manual invoice those of the day it is made on.</summary>
    private static DateOnly InForceOn(RunBilling request, DateTimeOffset asOf) =>
        request.Manual is not null ? Rating.TaxDates.OfManualInvoice(asOf) : (request.Period?.End ?? request.DueBy!.Value).AddDays(-1);

    /// <summary>Without a stage for them the lines of a manual invoice would be dropped, and the run would say that there is nothing to bill.</summary>
    private static void CheckBillsManual(BillingProgram program)
    {
        if (program.Stages.Any(stage => stage.Kind is StageKind.Transformer && stage.Requests?.Contains(RequestKind.Manual) is true))
            return;
        throw BillingException.Invalid(
            ErrorCodes.ProgramInvalid,
            $"Program {program.ProgramId} {program.ProgramVersion} has no transformer for manual invoices.",
            "Give the program a stage such as mod.manual-adjustments with \"requests\": [\"cycle\", \"manual\"].",
            program.ProgramId);
    }
}

/// <summary>Name and version of the sandbox engine this build rates with.</summary>
public sealed record EngineVersion(string Name)
{
    public static EngineVersion OfThisBuild() => new(CilWasmEngine.CurrentVersion);
}
