using System.IO.Compression;
using System.Text;

namespace Billing.Cli.Tests;

/// <summary>A folder of one test's own.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("billing-cli-");

    public string Root => _folder.FullName;

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Write(string name, params string[] lines)
    {
        File.WriteAllText(Path(name), string.Join('\n', lines));
        return Path(name);
    }

    public string WriteGzip(string name, params string[] lines)
    {
        using (var file = new GZipStream(File.Create(Path(name)), CompressionLevel.Fastest))
            file.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return Path(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
