using System.Net.Http.Json;
using System.Text;
using Billing.Contracts;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Integration.Tests.BadInput;

/// <summary>Producers that speak the ABI and then do wrong, and the Registry's HTTP API to publish and bind them.</summary>
internal static class BadModules
{
    private const int OutputAt = 16;
    private const int InputAt = 8192;

    /// <summary>Runs into <c>unreachable</c>.</summary>
    public static byte[] Trapping() => Speaking("", run => run.Emit(Op.Unreachable));

    /// <summary>Returns this text, whatever it is asked.</summary>
    public static byte[] Returning(string output) => Speaking(output, run => run.I64(((long)OutputAt << 32) | (long)Encoding.UTF8.GetByteCount(output)));

    public static ModuleManifest Producer(string moduleId, string pack = "PlanPack", string field = "plan_id") => new()
    {
        ModuleId = moduleId,
        Name = moduleId,
        Version = "1.0.0",
        Type = ModuleType.Producer,
        Abi = 1,
        Scope = new ManifestScope("AssignmentPack", "^1.0.0"),
        Requires = new ManifestRequires { Facts = [new PackRequirement { Kind = pack, VersionRange = "^1.0.0", Fields = [field] }] },
    };

    public static Task<HttpResponseMessage> PublishAsync(HttpClient registry, string tenantId, ModuleManifest manifest, byte[] wasm) =>
        registry.PostAsJsonAsync(new Uri("api/modules", UriKind.Relative), new PublishModule(manifest, wasm, tenantId), BillingJson.Default.PublishModule);

    /// <summary>Binds a module to one plan; binding the plan to another module replaces it.</summary>
    public static async Task BindPlanAsync(HttpClient registry, string tenantId, string planId, string moduleId)
    {
        var binding = new Binding($"of-{planId}", new BindingSelector("plan_id", planId), moduleId, "^1.0.0", 0, new Dictionary<string, string>(StringComparer.Ordinal));
        using var response = await registry.PutAsJsonAsync(
            new Uri($"api/tenants/{tenantId}/bindings/{binding.BindingId}", UriKind.Relative), new PutBinding(binding), BillingJson.Default.PutBinding);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    private static byte[] Speaking(string output, Action<Code> run)
    {
        var module = new ModuleBuilder().Memory(1);
        module.Function([], [Op.I32], code => code.I32(1), "billing_abi");
        module.Function([Op.I32], [Op.I32], code => code.I32(InputAt), "alloc");
        module.Function([Op.I32, Op.I32], [Op.I64], run, "run");
        return module.Data(OutputAt, Encoding.UTF8.GetBytes(output)).Build();
    }
}
