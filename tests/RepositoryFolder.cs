namespace Billing.Tests;

/// <summary>Files of the clone that the tests were built in.</summary>
internal static class RepositoryFolder
{
    private static readonly string Root = FindRoot();

    /// <param name="path">Relative to the root, with slashes.</param>
    public static string Of(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Billing.Services.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie in a clone.");
    }
}
