using System.Reflection;
using System.Xml.Linq;

namespace Billing.Architecture.Tests;

/// <summary>The repository as files: its projects and what each references.</summary>
public static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Project name to the names of the projects it references.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ProjectReferences(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(
                path => Path.GetFileNameWithoutExtension(path),
                path => (IReadOnlyList<string>)[.. References(path, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
                StringComparer.Ordinal);

    public static IReadOnlyList<string> PackageReferences(string project) => [.. References(Path.Combine(Root, project), "PackageReference")];

    /// <summary>Files git would keep, below the folders with code.</summary>
    public static IEnumerable<string> SourceFiles(string pattern) =>
        new[] { "contracts", "services", "tools", "tests" }
            .Select(folder => Path.Combine(Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "build" or "dist"));

    private static IEnumerable<string> References(string path, string kind) =>
        XDocument.Load(path).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);
}
