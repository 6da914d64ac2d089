using System.Reflection;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Contract;

/// <summary>
/// What every engine behind <see cref="IWasmEngine"/> promises. Derive from it for another engine: the cases come with it, and <see cref="Models"/> says which of the ways to count it has.
/// Each part is a file of this class.
/// </summary>
internal abstract partial class WasmEngineContract
{
    private static readonly byte[] None = [];
    private static readonly byte[] OneI32 = [Op.I32];
    private static readonly byte[] TwoI32 = [Op.I32, Op.I32];

    private IWasmEngine _engine = null!;

    protected abstract IWasmEngine CreateEngine();

    /// <summary>How the engine counts. Cases that assume another way are skipped.</summary>
    protected virtual EngineModel Models => EngineModel.All;

    protected static WasmLimits Limits => WasmLimits.Default;

    [OneTimeSetUp]
    public void StartEngine() => _engine = CreateEngine();

    [OneTimeTearDown]
    public void StopEngine() => _engine.Dispose();

    [SetUp]
    public void SkipWhatTheEngineDoesNotDeclare()
    {
        if (typeof(WasmEngineContract).GetMethod(TestContext.CurrentContext.Test.MethodName!)!.GetCustomAttribute<AssumesAttribute>()?.Model is { } assumed && !Models.HasFlag(assumed))
            Assert.Ignore($"The engine does not declare {assumed}.");
    }

    protected IWasmEngine Engine => _engine;

    private IWasmModule Compile(ModuleBuilder builder) => Compile(builder.Build());

    private IWasmModule Compile(byte[] wasm)
    {
        var result = _engine.Compile(wasm);
        result.Error.ShouldBeNull();
        return result.Value!;
    }

    private WasmError Refusal(byte[] wasm)
    {
        var result = _engine.Compile(wasm);
        result.IsOk.ShouldBeFalse();
        result.Value.ShouldBeNull();
        return result.Error!;
    }

    /// <summary>Does something with a fresh instance on a thread of the engine.</summary>
    private T With<T>(ModuleBuilder builder, Func<IWasmInstance, T> use, WasmImports? imports = null, WasmLimits? limits = null)
    {
        var module = Compile(builder);
        return _engine.RunAsync(() =>
        {
            var result = module.Instantiate(imports ?? new WasmImports(), limits ?? Limits);
            result.Error.ShouldBeNull();
            using var instance = result.Value!;
            return use(instance);
        }).GetAwaiter().GetResult();
    }

    /// <summary>Calls <c>run</c> of a fresh instance.</summary>
    private WasmCallResult Run(ModuleBuilder builder, WasmValue[] arguments, WasmImports? imports = null, WasmLimits? limits = null) =>
        With(builder, instance => instance.Call("run", arguments, limits ?? Limits), imports, limits);

    private WasmCallResult Run(ModuleBuilder builder, params int[] arguments) => Run(builder, Array.ConvertAll(arguments, WasmValue.FromInt32));

    private WasmError? InstantiationError(ModuleBuilder builder, WasmImports? imports = null, WasmLimits? limits = null)
    {
        var module = Compile(builder);
        return _engine.RunAsync(() => module.Instantiate(imports ?? new WasmImports(), limits ?? Limits).Error).GetAwaiter().GetResult();
    }

    /// <summary>A module with one function <c>run</c>.</summary>
    private static ModuleBuilder Module(byte[] parameters, byte[] results, Action<Code> body, params byte[] locals)
    {
        var builder = new ModuleBuilder();
        builder.Function(parameters, results, body, "run", locals);
        return builder;
    }
}
