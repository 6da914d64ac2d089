using System.Text.RegularExpressions;

namespace Billing.Architecture.Tests;

/// <summary>A newcomer should guess the right folder, and a clone should tell nothing of the machine it was made on.</summary>
public sealed partial class LayoutTests
{
    [Test]
    public void No_folder_is_named_for_what_it_is_not()
    {
        var folders = Repository.SourceFiles("*").SelectMany(path => path.Split('/')[..^1]).Distinct(StringComparer.Ordinal);
        folders.Where(folder => folder is "Helpers" or "Utils" or "Managers" or "Common" or "Misc" or "Shared").ShouldBeEmpty();
    }

    [Test]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Billing.Services.sln")).Replace('\\', '/');
        Repository.SourceFiles("*.csproj").Where(project => !solution.Contains(project, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Test]
    public void Every_project_takes_its_versions_from_one_place_and_locks_them()
    {
        foreach (var project in Repository.SourceFiles("*.csproj"))
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, project));
            PinnedVersion().IsMatch(text).ShouldBeFalse($"{project} pins a version itself");
            File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, "packages.lock.json")).ShouldBeTrue($"{project} has no lock file");
        }
    }

    [Test]
    public void A_file_holds_one_idea()
    {
        var tooLong = Repository.SourceFiles("*.cs").Where(path => File.ReadLines(Path.Combine(Repository.Root, path)).Count() > 450);
        tooLong.ShouldBeEmpty();
    }

    [GeneratedRegex("<PackageReference[^>]* Version=", RegexOptions.NonBacktracking)]
    private static partial Regex PinnedVersion();
}
