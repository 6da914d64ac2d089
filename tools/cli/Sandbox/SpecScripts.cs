using Billing.Sandbox.Spec;

namespace Billing.Cli.Sandbox;

/// <summary>The scripts that a path means, each with the name the report gives it.</summary>
internal static class SpecScripts
{
    private const string Conversion = "Convert the suite with wast2json (Debian's package wabt): wast2json FILE.wast -o OUT/FILE.json, for each file, and name the folder OUT.";

    /// <exception cref="CliException">The path holds nothing to run.</exception>
    public static IReadOnlyList<(string Path, string Name)> Find(string path)
    {
        if (File.Exists(path))
            return Path.GetExtension(path) is ".json" ? [(path, Path.GetFileName(path))] : throw NotConverted(path);
        if (!Directory.Exists(path))
            throw CliException.Usage($"There is neither a folder nor a file {path}.", "Name a folder of scripts that wast2json wrote.", path);
        IReadOnlyList<string> scripts = Search(path, () => SpecSuite.FindScripts(path));
        if (scripts.Count > 0)
            return [.. scripts.Select(script => (script, Path.GetRelativePath(path, script)))];
        throw Search(path, () => Directory.EnumerateFiles(path, "*.wast", SearchOption.AllDirectories).Any())
            ? CliException.Usage($"The folder {path} holds .wast files, and no .json that wast2json wrote.", Conversion, path)
            : CliException.Usage($"The folder {path} holds no .json that wast2json wrote.", Conversion, path);
    }

    private static CliException NotConverted(string path) => Path.GetExtension(path) is ".wast" or ".wat"
        ? CliException.Usage($"{path} is in the text format, which an engine does not read.", Conversion, path)
        : CliException.Usage($"{path} is neither a folder nor a .json that wast2json wrote.", Conversion, path);

    private static T Search<T>(string path, Func<T> search)
    {
        try
        {
            return search();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"The folder {path} cannot be read: {exception.Message}", "Name one that can.", path);
        }
    }
}
