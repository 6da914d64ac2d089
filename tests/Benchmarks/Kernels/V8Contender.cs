using System.Diagnostics;
using System.Text.Json;

namespace Billing.Benchmarks.Kernels;

/// <summary>The same module in Node's V8, in a process of its own that waits between the rounds.</summary>
internal sealed class V8Contender : IContender
{
    private readonly Process _node;

    public V8Contender(Work work, Kernel kernel, string folder)
    {
        var data = Path.Combine(folder, work.Name + ".data");
        File.WriteAllBytes(data, work.Data);
        var script = Path.Combine(FixedFeeWork.Root, "tests", "Benchmarks", "Kernels", "v8.mjs");
        string[] arguments = [script, work.Module, data, $"{kernel.First}", $"{kernel.Second}"];
        _node = Process.Start(new ProcessStartInfo("node", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    public string Name => "V8";

    public (TimeSpan Time, long Answer) Run(int times)
    {
        _node.StandardInput.WriteLine(times);
        _node.StandardInput.Flush();
        var line = _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Node ended; see its message above.");
        using var answer = JsonDocument.Parse(line);
        return (TimeSpan.FromMicroseconds(answer.RootElement.GetProperty("microseconds").GetDouble()), answer.RootElement.GetProperty("answer").GetInt64());
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }
}
