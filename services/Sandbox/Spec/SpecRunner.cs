using System.Text.Json;
using static System.FormattableString;

namespace Billing.Sandbox.Spec;

/// <summary>Executes the commands of one script.</summary>
internal sealed class SpecRunner : IDisposable
{
    // As wide as the engine goes: what the suite tries must not end by a limit other than the call stack's.
    private static readonly WasmLimits Limits = new(1_000_000_000_000_000, 4L << 30, 1_000, 1 << 20, TimeSpan.FromSeconds(30));

    private readonly IWasmEngine _engine;
    private readonly string _file;
    private readonly SpecInstances _instances;
    private readonly List<SpecFailure> _failures = [];
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private bool _ranOutOfTime;
    private int _passed;
    private int _skippedText;

    public SpecRunner(IWasmEngine engine, string file)
    {
        _engine = engine;
        _file = file;
        _instances = new SpecInstances(engine, Limits);
    }

    /// <param name="name">What the report calls the file.</param>
    /// <exception cref="SpecFormatException">The file or a module it names cannot be read.</exception>
    public SpecReport Run(string name, CancellationToken cancellationToken)
    {
        foreach (var command in ReadCommands())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Execute(command);
            if (!_ranOutOfTime) continue;
            Fail(command, Invariant($"every command to end within {Limits.WallClock.TotalSeconds} s"), "one that does not; the rest of the file was not run");
            break;
        }

        return new SpecReport(name, _passed, _skippedText, _refused, _failures);
    }

    public void Dispose() => _instances.Dispose();

    private IReadOnlyList<SpecCommand> ReadCommands()
    {
        try
        {
            using var stream = File.OpenRead(_file);
            return JsonSerializer.Deserialize(stream, SpecJson.Default.SpecScript)?.Commands ?? throw Malformed("it has no list of commands");
        }
        catch (JsonException exception)
        {
            throw Malformed(exception.Message, exception);
        }
    }

    private void Execute(SpecCommand command)
    {
        try
        {
            Dispatch(command);
        }
#pragma warning disable CA1031 // A defect of the engine is a failure of the command that met it; the other commands are still run.
        catch (Exception exception) when (exception is not SpecFormatException)
#pragma warning restore CA1031
        {
            Fail(command, "a result or a typed error", $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private void Dispatch(SpecCommand command)
    {
        switch (command.Type)
        {
            case "module": ExecuteModule(command); break;
            case "register": ExecuteRegister(command); break;
            case "action": ExecuteAction(command, "a result", result => result.Error is null); break;
            case "assert_return": ExecuteAction(command, SpecValues.Describe(command), result => result.Error is null && SpecValues.Match(command, result.Values)); break;
            case "assert_trap": ExecuteAction(command, $"the trap \"{command.Text}\"", result => SpecTraps.Matches(command.Text, result.Error)); break;
            case "assert_exception": ExecuteAction(command, "an exception, which no module of WebAssembly 2.0 throws", _ => false); break;
            case "assert_exhaustion": ExecuteAction(command, WasmErrorCodes.LimitStack, result => Is(result.Error, WasmErrorCodes.LimitStack)); break;
            case "assert_malformed" or "assert_invalid": ExpectRefusal(command); break;
            case "assert_unlinkable": ExpectFailure(command, error => Is(error, WasmErrorCodes.Unlinkable)); break;
            case "assert_uninstantiable": ExpectFailure(command, error => SpecTraps.Matches(command.Text, error)); break;
            default: throw Malformed(Invariant($"line {command.Line} has the command '{command.Type}', which is none"));
        }
    }

    private void ExecuteModule(SpecCommand command)
    {
        if (IsText(command)) return;
        var created = Create(command);
        _instances.SetCurrent(command.Name, created);
        if (created.Refusal is { } refusal) Refuse(refusal);
        else Check(command, created.Instance is not null, "an instance", Describe(created.Error));
    }

    private void ExecuteRegister(SpecCommand command)
    {
        var instance = FindOrReport(command, command.Name);
        if (_instances.Find(command.Name) is { } found) _instances.Register(Required(command, command.As, "as"), found);
        if (instance is not null) _passed++;
    }

    private void ExecuteAction(SpecCommand command, string expected, Func<WasmCallResult, bool> isExpected)
    {
        var action = Required(command, command.Action, "action");
        if (FindOrReport(command, action.Module) is not { } instance) return;
        var result = Perform(action, instance);
        _ranOutOfTime = Is(result.Error, WasmErrorCodes.LimitTime);
        Check(command, isExpected(result), $"{expected} from {action.Field}", result.Error is null ? SpecValues.Describe(result.Values) : Describe(result.Error));
    }

    private static WasmCallResult Perform(SpecAction action, IWasmInstance instance)
    {
        if (action.Type is not "get") return instance.Call(action.Field, [.. (action.Args ?? []).Select(SpecValues.Parse)], Limits);
        return instance.TryReadGlobal(action.Field, out var value)
            ? new WasmCallResult([value], null, 0, 0, TimeSpan.Zero)
            : new WasmCallResult([], new WasmError(WasmErrorCodes.CallMismatch, $"There is no global '{action.Field}'."), 0, 0, TimeSpan.Zero);
    }

    // A refusal by design says nothing about the defect that the suite put into the module, unless the feature is the defect.
    private void ExpectRefusal(SpecCommand command)
    {
        if (IsText(command)) return;
        var refused = new SpecInstance(null, _engine.Compile(Read(command)).Error);
        if (refused.Refusal is { } refusal && !Names(refusal, command.Text)) Refuse(refusal);
        else Check(command, refused.Refusal is not null || Is(refused.Error, WasmErrorCodes.Invalid), $"{WasmErrorCodes.Invalid} for \"{command.Text}\"", refused.Error is null ? "a module" : Describe(refused.Error));
    }

    private void ExpectFailure(SpecCommand command, Func<WasmError?, bool> isExpected)
    {
        if (IsText(command)) return;
        var created = Create(command);
        if (created.Refusal is { } refusal) Refuse(refusal);
        else Check(command, isExpected(created.Error), $"a failure for \"{command.Text}\"", created.Error is null ? "an instance" : Describe(created.Error));
    }

    private SpecInstance Create(SpecCommand command)
    {
        var created = _instances.Create(Read(command));
        _ranOutOfTime = Is(created.Error, WasmErrorCodes.LimitTime);
        return created;
    }

    private byte[] Read(SpecCommand command)
    {
        var path = Path.Combine(Path.GetDirectoryName(_file)!, Required(command, command.Filename, "filename"));
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException exception)
        {
            throw Malformed(Invariant($"line {command.Line} names the module {command.Filename}, which cannot be read beside it"), exception);
        }
    }

    private bool IsText(SpecCommand command)
    {
        if (command.ModuleType is not "text") return false;
        _skippedText++;
        return true;
    }

    // Null when there is none; then the command is counted.
    private IWasmInstance? FindOrReport(SpecCommand command, string? name)
    {
        var found = _instances.Find(name);
        if (found?.Refusal is { } refusal) Refuse(refusal);
        else if (found?.Instance is null) Fail(command, $"the instance {name ?? "of the last module"}", found is null ? "none of that name" : Describe(found.Value.Error));
        return found?.Instance;
    }

    private T Required<T>(SpecCommand command, T? value, string member)
        where T : class => value ?? throw Malformed(Invariant($"the command in line {command.Line} has no '{member}'"));

    private static bool Names(string refusal, string? defect) => defect is { Length: > 0 } && refusal.Contains(defect, StringComparison.Ordinal);

    private static bool Is(WasmError? error, string code) => string.Equals(error?.Code, code, StringComparison.Ordinal);

    private static string Describe(WasmError? error) => error is null ? "nothing" : $"{error.Code} ({error.Message})";

    private void Refuse(string refusal) => _refused[refusal] = _refused.GetValueOrDefault(refusal) + 1;

    private void Check(SpecCommand command, bool holds, string expected, string actual)
    {
        if (holds) _passed++;
        else Fail(command, expected, actual);
    }

    private void Fail(SpecCommand command, string expected, string actual) => _failures.Add(new SpecFailure(command.Line, command.Type ?? "?", expected, actual));

    private SpecFormatException Malformed(string why, Exception? inner = null) => new(_file, $"{_file} is not what wast2json writes: {why.TrimEnd('.')}.", inner);
}
