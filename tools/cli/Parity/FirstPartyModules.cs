using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary>
/// Where the built first-party modules and the default program are: the folder <c>BILLING_MODULES</c>, else <c>tools/sdk/modules</c> of the repository this program
/// or the working directory lies in; the program beside it, in <c>programs/default.json</c>.
/// </summary>
public sealed record FirstPartyModules(LocalModules Modules, ProgramFile Program)
{
    private const string Variable = "BILLING_MODULES";
    private const string InRepository = "tools/sdk/modules";
    private const string BuildThem = "Run tools/build, or set " + Variable + " to a folder with built modules (<name>/manifest.json, <name>/build/<name>.wasm).";

    /// <exception cref="CliException">Not there or not built; says how to build.</exception>
    public static FirstPartyModules Load()
    {
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Find();
        try
        {
            var modules = LocalModules.Load(folder);
            if (modules.Versions.Count == 0)
                throw NotBuilt(new BillingError(ErrorCodes.ModuleUnknown, $"The folder {folder} holds no modules.", Subject: folder));
            return new FirstPartyModules(modules, ProgramFiles.Load(ProgramBeside(folder)));
        }
        catch (BillingException exception)
        {
            throw NotBuilt(exception.Error);
        }
    }

    private static string Find()
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var modules = Path.Combine(folder.FullName, InRepository);
                if (Directory.Exists(modules))
                    return modules;
            }
        }

        throw NotBuilt(new BillingError(ErrorCodes.ModuleUnknown, "The first-party modules were not found."));
    }

    private static string ProgramBeside(string modules) => Path.Combine(modules, "..", "programs", "default.json");

    private static CliException NotBuilt(BillingError error) => new(error with { WayOut = BuildThem }, ExitCodes.Usage);
}
