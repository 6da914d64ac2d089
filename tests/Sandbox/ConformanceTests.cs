using Billing.Sandbox.Engine;
using Billing.Sandbox.Spec;

namespace Billing.Sandbox.Tests;

/// <summary>The part of the official suite that lies in spec-testsuite, every command of it.</summary>
[TestFixture]
internal sealed class ConformanceTests
{
    private readonly Dictionary<string, SpecReport> _reports = new(StringComparer.Ordinal);

    private static IEnumerable<string> Files => Directory.EnumerateFiles(RepositoryFolder.Of("tests/Sandbox/spec-testsuite"), "*.wast").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    [OneTimeSetUp]
    public async Task RunSuite()
    {
        var folder = Directory.CreateTempSubdirectory("spec-testsuite-");
        try
        {
            Wabt.ConvertScripts(RepositoryFolder.Of("tests/Sandbox/spec-testsuite"), folder.FullName);
            using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
            foreach (var report in await SpecSuite.RunFolderAsync(engine, folder.FullName)) _reports.Add(Path.GetFileNameWithoutExtension(report.File), report);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestCaseSource(nameof(Files))]
    public void Nothing_fails_and_nothing_is_refused(string file)
    {
        _reports[file].Failures.ShouldBeEmpty();
        _reports[file].Refused.ShouldBeEmpty();
    }

    [Test]
    public void All_of_it_was_run()
    {
        var reports = _reports.Values;
        (reports.Count, reports.Sum(report => report.Passed), reports.Sum(report => report.SkippedText)).ShouldBe((64, 16_413, 513));
    }
}
