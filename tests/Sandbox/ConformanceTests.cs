using System.IO.Compression;
using Billing.Sandbox.Engine;
using Billing.Sandbox.Spec;

namespace Billing.Sandbox.Tests;

/// <summary>The official suite, as far as it is in the repository, and scripts of our own: every command of them. The counts show that none was left out.</summary>
[TestFixture("spec-testsuite", 64, 16_413, 513)]
[TestFixture("spec-testsuite-rest", 73, 35_261, 530)]
[TestFixture("spec-own", 4, 88, 0)]
internal sealed class ConformanceTests(string suite, int files, int passed, int skippedText)
{
    private IReadOnlyList<SpecReport> _reports = [];

    [OneTimeSetUp]
    public async Task RunSuite()
    {
        var source = RepositoryFolder.Of($"tests/Sandbox/{suite}");
        var folder = Directory.CreateTempSubdirectory("spec-testsuite-").FullName;
        try
        {
            foreach (var archive in Directory.EnumerateFiles(source, "*.zip"))
            {
                await ZipFile.ExtractToDirectoryAsync(archive, folder);
                source = folder;
            }

            Wabt.ConvertScripts(source, folder);
            using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
            _reports = await SpecSuite.RunFolderAsync(engine, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Nothing_fails() => _reports.SelectMany(report => report.Failures.Select(failure => $"{report.File} {failure}")).ShouldBeEmpty();

    [Test]
    public void Nothing_is_refused() => _reports.SelectMany(report => report.Refused.Select(refusal => $"{report.File} {refusal.Key}")).ShouldBeEmpty();

    [Test]
    public void All_of_it_was_run() =>
        (_reports.Count, _reports.Sum(report => report.Passed), _reports.Sum(report => report.SkippedText)).ShouldBe((files, passed, skippedText));
}
