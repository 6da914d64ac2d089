namespace Billing.Cli.Tests;

/// <summary>Paths of this clone.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Golden(string family) => Path.Combine(Root, "samples", "golden", family + ".jsonl.gz");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Billing.Services.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie in a clone.");
    }
}
