using Billing.Contracts;

namespace Billing.Rating;

/// <summary>What every program must hold. Error <c>program.invalid</c>.</summary>
public static class ProgramRules
{
    public const string Fail = "fail";
    public const string Warn = "warn";

    public static void Check(BillingProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        _ = SemanticVersion.Parse(program.ProgramVersion);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stage in program.Stages)
        {
            if (string.IsNullOrEmpty(stage.Name) || !names.Add(stage.Name))
                throw Invalid(program, stage, "has no name of its own", "Give every stage its own name.");
            if (stage.Kind == StageKind.Producers && (stage.ModuleId is not null || stage.Args is not null))
                throw Invalid(program, stage, "names a module or arguments, although bindings decide which producers run", "Leave module_id and args out, and bind modules.");
            if (stage.Kind != StageKind.Producers && string.IsNullOrEmpty(stage.ModuleId))
                throw Invalid(program, stage, "names no module", "Give its module_id and version_range.");
            if (stage.OnFailure is not (null or Fail or Warn) || (stage.OnFailure is not null && stage.Kind != StageKind.Validator))
                throw Invalid(program, stage, $"has on_failure '{stage.OnFailure}'", "A validator's on_failure is fail or warn; other stages have none.");
            if (stage.Requests is { } requests && (stage.Kind == StageKind.Producers || requests.Count == 0))
                throw Invalid(program, stage, "says for which requests it runs", "Producers run for cycles; other stages name at least one of cycle and manual, or leave requests out.");
        }

        if (program.Stages.Count(stage => stage.Kind == StageKind.Producers) != 1)
            throw new BillingException(ErrorCodes.ProgramInvalid, $"Program {program.ProgramId} does not have exactly one producers stage.", "Give it one stage of kind producers.", program.ProgramId);
        if (program.Stages.Count > 0 && program.Stages[0].Kind != StageKind.Producers)
            throw new BillingException(ErrorCodes.ProgramInvalid, $"Program {program.ProgramId} does not begin with its producers stage.", "Move the producers stage to the front.", program.ProgramId);
    }

    private static BillingException Invalid(BillingProgram program, ProgramStage stage, string what, string wayOut) =>
        new(ErrorCodes.ProgramInvalid, $"Stage '{stage.Name}' of program {program.ProgramId} {what}.", wayOut, stage.Name);
}
