using System.Text.Json;
using Billing.Contracts;
using Billing.Sandbox;

namespace Billing.Rating.Tests;

/// <summary>A program, its bindings and its modules, put together in a test and run as production runs them.</summary>
internal sealed class RatingBench : IModuleBytes, IDisposable
{
    private readonly Dictionary<string, byte[]> _bytes = new(StringComparer.Ordinal);
    private readonly List<ModuleVersion> _modules = [];
    private readonly List<Binding> _bindings = [];
    private readonly List<ProgramStage> _stages = [new("producers", StageKind.Producers)];
    private readonly IWasmEngine _engine;
    private readonly CompanyRater _rater;

    public RatingBench(IWasmEngine? engine = null)
    {
        _engine = engine ?? Fake;
        _rater = new CompanyRater(_engine, this);
    }

    public FakeEngine Fake { get; } = new();

    public static string Line(string key, long cents = 100, string more = "") => $$"""
        {"line_key":"{{key}}","charge_type":"recurring","description":"Line {{key}}","quantity":"1","unit_price":"{{cents}}","net_amount_cents":{{cents}},
         "currency_code":"USD","is_taxable":true,"service_start":"2025-01-01","service_end":"2025-02-01"{{more}}}
        """;

    public static string Charges(params string[] lines) => $$"""{"charges":[{{string.Join(",", lines)}}]}""";

    public static ModuleManifest Manifest(string id, ModuleType type, string version = "1.0.0", ManifestRequires? requires = null) => new()
    {
        ModuleId = id,
        Name = id,
        Version = version,
        Type = type,
        Abi = 1,
        Requires = requires ?? new ManifestRequires(),
    };

    public static PackRequirement Needs(string pack, params string[] fields) => new() { Kind = pack, VersionRange = "^1.0", Fields = fields };

    /// <summary>Publishes a module whose behaviour is a function of its input.</summary>
    public ModuleVersion Publish(ModuleManifest manifest, Func<string, string> behaviour) =>
        Publish(manifest, Fake.Module($"{manifest.ModuleId}@{manifest.Version}", behaviour));

    public ModuleVersion Publish(ModuleManifest manifest, byte[] bytes)
    {
        var version = new ModuleVersion(manifest, Digest.Of(bytes));
        _bytes[version.Hash] = bytes;
        _modules.Add(version);
        return version;
    }

    /// <summary>A producer bound to a plan type.</summary>
    public RatingBench Producer(
        string planType, Func<string, string> behaviour, ManifestRequires? requires = null, IReadOnlyList<string>? skipWhenEmpty = null, JsonElement? args = null,
        IReadOnlyList<string>? policies = null)
    {
        var manifest = Manifest("mod." + planType, ModuleType.Producer, requires: requires) with { SkipWhenEmpty = skipWhenEmpty ?? [], Policies = policies ?? [] };
        Publish(manifest, behaviour);
        return Bind(manifest.ModuleId, new BindingSelector("plan_type", planType), args: args);
    }

    public RatingBench Bind(string moduleId, BindingSelector selector, int priority = 0, JsonElement? args = null)
    {
        _bindings.Add(new Binding($"binding-{_bindings.Count + 1}", selector, moduleId, "^1.0", priority, new Dictionary<string, string>(), args));
        return this;
    }

    public RatingBench Stage(
        string name, ModuleType type, Func<string, string> behaviour, PartitionBy partitionBy = PartitionBy.Company, StageCondition? when = null, string? onFailure = null,
        ManifestRequires? requires = null, IReadOnlyList<string>? skipWhenEmpty = null, IReadOnlyList<RequestKind>? requests = null)
    {
        Publish(Manifest("mod." + name, type, requires: requires) with { PartitionBy = partitionBy, SkipWhenEmpty = skipWhenEmpty ?? [] }, behaviour);
        _stages.Add(new ProgramStage(name, type == ModuleType.Transformer ? StageKind.Transformer : StageKind.Validator, "mod." + name, "^1.0", null, when, onFailure, requests));
        return this;
    }

    public PipelineDocument Pipeline(IReadOnlyDictionary<string, string>? policies = null)
    {
        var program = new BillingProgram("program", "1.0.0", _stages, policies ?? new Dictionary<string, string>());
        return PipelineBuilder.Build(new PipelineResolver(Catalogs.Policies).Resolve(program, _bindings, _modules), _engine.Version, "facts");
    }

    public async Task<RatingOutcome> Rate(InputBuilder input, IReadOnlyDictionary<string, string>? policies = null)
    {
        var pipeline = await _rater.PrepareAsync("tenant-1", Pipeline(policies));
        return await _rater.RateAsync(pipeline, new InputDocumentWriter(Catalogs.Facts).Write(input.Build()));
    }

    public async Task<ChargeSet> Rated(InputBuilder input, IReadOnlyDictionary<string, string>? policies = null)
    {
        var outcome = await Rate(input, policies);
        outcome.Error.ShouldBeNull();
        return outcome.Rated!.ChargeSet;
    }

    public async Task<BillingError> Failed(InputBuilder input, IReadOnlyDictionary<string, string>? policies = null)
    {
        var outcome = await Rate(input, policies);
        outcome.Rated.ShouldBeNull();
        return outcome.Error.ShouldNotBeNull();
    }

    public ValueTask<ReadOnlyMemory<byte>> GetAsync(string tenantId, string hash, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>>(_bytes.TryGetValue(hash, out var bytes) ? bytes : throw new KeyNotFoundException(hash));

    public void Dispose()
    {
        _rater.Dispose();
        _engine.Dispose();
        Fake.Dispose();
    }
}
