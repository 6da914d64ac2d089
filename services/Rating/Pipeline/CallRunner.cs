using Billing.Contracts;

namespace Billing.Rating;

/// <summary>What one call came to: its record, and either a result that was checked or an error that names module and place.</summary>
internal sealed record CallOutcome(Execution Execution, ModuleResult? Result, BillingError? Error, bool IsFinal);

/// <summary>Makes one call: writes the input, runs the module, reads and checks the output.</summary>
internal sealed class CallRunner(InputDocument input, ModuleInputWriter writer)
{
    /// <summary>Of no bytes: what a module was given that was not called.</summary>
    private static readonly string DigestOfNothing = Digest.Of([]);

    [ThreadStatic]
    private static CanonicalOutput? _buffer;

    /// <param name="stage">Name of the program's stage.</param>
    /// <param name="scopeId">Assignment id, partition key, or empty for the whole company.</param>
    /// <param name="place">Assignment id, or the stage with its partition: what charge ids are made from.</param>
    public CallOutcome Run(ModuleUse module, string stage, string scopeId, string place, Scope? scope, StageCharges? charges)
    {
        if (SkipRules.IsEmptyFor(module, scope, charges?.Items, input, writer))
        {
            writer.RequirePacks(module);
            var unchanged = new ModuleResult { Ok = true };
            return new CallOutcome(Recorded(module, stage, scopeId, DigestOfNothing, null, "skipped", []), unchanged, null, IsFinal: true);
        }

        var document = writer.Write(CanonicalOutput.Reused(ref _buffer), module, scope, charges, out var items);
        var inputDigest = Digest.Of(document);
        var call = module.Module.Call(document, items, module.Limits);
        if (call.Error is { } error)
            return Failed(module, stage, scopeId, inputDigest, call, Located(error, module, scope, stage), call.IsFinal);

        ModuleResult result;
        try
        {
            result = OutputReader.Read(call.Output, module.Manifest.Type, Context(module, place, scope, charges));
        }
        catch (OutputInvalidException exception)
        {
            var invalid = new BillingError(
                ErrorCodes.OutputInvalid,
                $"{module.Name} returned an output that breaks its contract in {Where(scope, stage)}: {exception.Path} {exception.Reason}.",
                "Correct the module, publish a new version and run again.",
                scope?.AssignmentId ?? stage);
            return Failed(module, stage, scopeId, inputDigest, call, invalid, isFinal: true);
        }

        if (result.Error is { } refusal)
            return Failed(module, stage, scopeId, inputDigest, call, Refused(refusal, module, scope, stage), isFinal: true);
        return new CallOutcome(Recorded(module, stage, scopeId, inputDigest, call, "ok", result.Warnings), result, null, IsFinal: true);
    }

    private static CallOutcome Failed(ModuleUse module, string stage, string scopeId, string inputDigest, ModuleCall call, BillingError error, bool isFinal) =>
        new(Recorded(module, stage, scopeId, inputDigest, call, error.Code, []), null, error, isFinal);

    private static Execution Recorded(
        ModuleUse module, string stage, string scopeId, string inputDigest, ModuleCall? call, string outcome, IReadOnlyList<BillingWarning> warnings) => new(
        Sequence: 0,
        stage,
        scopeId,
        module.Ref.ModuleId,
        module.Ref.Version,
        module.Ref.Hash,
        inputDigest,
        call?.Usage.InputBytes ?? 0,
        call?.OutputBytes ?? 0,
        call?.Usage.Fuel ?? 0,
        call?.Usage.PeakMemoryBytes ?? 0,
        (long)(call?.Usage.Duration.TotalMicroseconds ?? 0),
        outcome,
        warnings,
        call?.Output is { } output ? Digest.Of(output) : null);

    private static BillingError Located(BillingError error, ModuleUse module, Scope? scope, string stage) => error with
    {
        Message = $"In {Where(scope, stage)}: {error.Message}",
        Subject = scope?.AssignmentId ?? module.Name,
    };

    /// <summary>The module's own error. Its author may leave out the way; that there is one must not depend on it.</summary>
    private static BillingError Refused(BillingError refusal, ModuleUse module, Scope? scope, string stage) => refusal with
    {
        Message = $"{module.Name} refuses {Where(scope, stage)}: {refusal.Message}",
        WayOut = refusal.WayOut ?? "Correct what it names in the facts, or bind another module, and bill the company again.",
    };

    private static string Where(Scope? scope, string stage) => scope?.ToString() ?? $"stage {stage}";

    private OutputContext Context(ModuleUse module, string place, Scope? scope, StageCharges? charges)
    {
        return new OutputContext(new ChargeStamp(input, module, place), module.Charges == ChargeMembers.All, scope, charges, () => EventIds(module, scope));
    }

    private Dictionary<string, string> EventIds(ModuleUse module, Scope? scope)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (pack, rows) in writer.Events(module, scope))
        {
            if (rows.Count == 0)
                continue;
            var key = Catalogs.Facts.Packs.First(known => string.Equals(known.Name, pack, StringComparison.Ordinal)).Key[0];
            foreach (var row in rows)
            {
                var id = row.Text(pack, key);
                ids[id] = ids.ContainsKey(id) ? OutputContext.TwoPacks : pack;
            }
        }

        return ids;
    }
}
