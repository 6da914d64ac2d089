using System.Text.Json;
using static System.FormattableString;

namespace Billing.Sandbox.Spec;

/// <summary>Executes the commands of one script. Instances live until the script ends, because later ones link with them.</summary>
internal sealed class SpecRunner : IDisposable
{
    private static readonly WasmLimits Limits = new(1_000_000_000_000_000, 4L << 30, 1_000, 1 << 20, TimeSpan.FromMinutes(2));

    private readonly IWasmEngine _engine;
    private readonly string _file;
    private readonly List<IWasmInstance> _instances = [];
    private readonly Dictionary<string, IWasmInstance> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IWasmInstance> _registered = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];
    private IWasmInstance? _current;
    private bool _currentUnsupported;
    private int _passed;
    private int _skippedText;
    private int _skippedUnsupported;

    public SpecRunner(IWasmEngine engine, string file)
    {
        _engine = engine;
        _file = file;
    }

    public SpecReport Run()
    {
        var (spectest, error) = Instantiate(SpecTestModule.Bytes);
        _registered.Add(SpecTestModule.Name, spectest ?? throw new InvalidOperationException($"spectest does not load: {error}"));
        using var stream = File.OpenRead(_file);
        var script = JsonSerializer.Deserialize(stream, SpecJson.Default.SpecScript) ?? throw new FormatException($"{_file} holds no script.");
        foreach (var command in script.Commands) Execute(command);
        return new SpecReport(Path.GetFileName(_file), _passed, _skippedText, _skippedUnsupported, _failures);
    }

    public void Dispose()
    {
        foreach (var instance in _instances) instance.Dispose();
    }

    private void Execute(SpecCommand command)
    {
        switch (command.Type)
        {
            case "module": ExecuteModule(command); break;
            case "register": ExecuteRegister(command); break;
            case "action": ExecuteAction(command, result => result.Error is null); break;
            case "assert_return": ExecuteAction(command, result => result.Error is null && AreEqual(command.Expected ?? [], result.Values)); break;
            case "assert_trap": ExecuteAction(command, result => IsTrap(result.Error, command.Text)); break;
            case "assert_exhaustion": ExecuteAction(command, result => result.Error?.Code is WasmErrorCodes.LimitStack or WasmErrorCodes.LimitFuel); break;
            case "assert_malformed" or "assert_invalid": ExpectRefusal(command); break;
            case "assert_unlinkable": ExpectFailure(command, error => Is(error, WasmErrorCodes.Unlinkable)); break;
            case "assert_uninstantiable": ExpectFailure(command, error => IsTrap(error, command.Text)); break;
            default: Fail(command, $"the command '{command.Type}' is unknown"); break;
        }
    }

    private void ExecuteModule(SpecCommand command)
    {
        (_current, var error) = Instantiate(Read(command));
        _currentUnsupported = Is(error, WasmErrorCodes.Unsupported);
        if (_currentUnsupported) _skippedUnsupported++;
        else Check(command, _current is not null, $"{error}");
        if (_current is null || command.Name is null) return;
        _named[command.Name] = _current;
    }

    private void ExecuteRegister(SpecCommand command)
    {
        if (Find(command.Name) is not { } instance)
        {
            SkipOrFail(command);
            return;
        }

        _registered[command.As!] = instance;
        _passed++;
    }

    private void ExecuteAction(SpecCommand command, Func<WasmCallResult, bool> isExpected)
    {
        var action = command.Action!;
        if (Find(action.Module) is not { } instance)
        {
            SkipOrFail(command);
            return;
        }

        var result = Perform(action, instance);
        Check(command, isExpected(result), $"{action.Field} gave {result.Error?.ToString() ?? string.Join(", ", result.Values)}");
    }

    private static WasmCallResult Perform(SpecAction action, IWasmInstance instance)
    {
        if (action.Type is not "get") return instance.Call(action.Field, [.. (action.Args ?? []).Select(SpecValues.Parse)], Limits);
        return instance.TryReadGlobal(action.Field, out var value)
            ? new WasmCallResult([value], null, 0, 0, TimeSpan.Zero)
            : new WasmCallResult([], new WasmError(WasmErrorCodes.CallMismatch, $"There is no global '{action.Field}'."), 0, 0, TimeSpan.Zero);
    }

    private void ExpectRefusal(SpecCommand command)
    {
        if (command.ModuleType is "text")
        {
            _skippedText++;
            return;
        }

        var result = _engine.Compile(Read(command));
        Check(command, result.Error?.Code is WasmErrorCodes.Invalid or WasmErrorCodes.Unsupported, $"was not refused, but is: {command.Text}");
    }

    private void ExpectFailure(SpecCommand command, Func<WasmError?, bool> isExpected)
    {
        var (_, error) = Instantiate(Read(command));
        if (Is(error, WasmErrorCodes.Unsupported)) _skippedUnsupported++;
        else Check(command, isExpected(error), $"gave {error?.ToString() ?? "an instance"}, not: {command.Text}");
    }

    private (IWasmInstance? Instance, WasmError? Error) Instantiate(byte[] wasm)
    {
        var module = _engine.Compile(wasm);
        if (module.Error is not null) return (null, module.Error);
        var imports = new WasmImports();
        foreach (var import in module.Value!.Imports.DistinctBy(import => (import.Module, import.Name)))
        {
            if (_registered.GetValueOrDefault(import.Module)?.FindExport(import.Name) is { } external) imports.Add(import.Module, import.Name, external);
        }

        var instance = module.Value.Instantiate(imports, Limits);
        if (instance.Value is not null) _instances.Add(instance.Value);
        return (instance.Value, instance.Error);
    }

    private byte[] Read(SpecCommand command) => File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(_file)!, command.Filename!));

    private IWasmInstance? Find(string? name) => name is null ? _current : _named.GetValueOrDefault(name);

    private static bool AreEqual(IReadOnlyList<SpecValue> expected, IReadOnlyList<WasmValue> actual) =>
        expected.Count == actual.Count && expected.Zip(actual).All(pair => SpecValues.Matches(pair.First, pair.Second));

    private static bool IsTrap(WasmError? error, string? text) => error is not null && Is(error, text switch
    {
        "unreachable" => WasmErrorCodes.TrapUnreachable,
        "integer divide by zero" => WasmErrorCodes.TrapDivideByZero,
        "integer overflow" => WasmErrorCodes.TrapIntegerOverflow,
        "invalid conversion to integer" => WasmErrorCodes.TrapInvalidConversion,
        "out of bounds memory access" => WasmErrorCodes.TrapMemory,
        "out of bounds table access" or "undefined element" or "undefined" => WasmErrorCodes.TrapTable,
        "indirect call type mismatch" or "indirect call" => WasmErrorCodes.TrapIndirectCall,
        _ when text?.StartsWith("uninitialized", StringComparison.Ordinal) == true => WasmErrorCodes.TrapIndirectCall,
        _ => "(a trap this runner does not know)",
    });

    private static bool Is(WasmError? error, string code) => string.Equals(error?.Code, code, StringComparison.Ordinal);

    private void SkipOrFail(SpecCommand command)
    {
        if (_currentUnsupported) _skippedUnsupported++;
        else Fail(command, "names an instance that is not there");
    }

    private void Check(SpecCommand command, bool holds, string otherwise)
    {
        if (holds) _passed++;
        else Fail(command, otherwise);
    }

    private void Fail(SpecCommand command, string message) => _failures.Add(Invariant($"line {command.Line}, {command.Type}: {message}"));
}
