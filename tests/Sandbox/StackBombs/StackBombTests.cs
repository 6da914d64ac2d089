using System.Diagnostics;

namespace Billing.Sandbox.Tests.StackBombs;

/// <summary>Recursions without end through frames of every shape, in a process of their own: it ends as it should, and each recursion in <c>limit.stack</c>.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
internal sealed class StackBombTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Test]
    public async Task No_recursion_ends_the_process()
    {
        var (exitCode, output) = await RunAsync(Program.Bombs);
        output.ShouldBe(StackBomb.All.Select(bomb => $"{bomb.Name}: {WasmErrorCodes.LimitStack}, then 7"));
        exitCode.ShouldBe(0);
    }

    [Test]
    public async Task A_stack_that_overflows_would_be_seen()
    {
        var (exitCode, output) = await RunAsync(Program.Overflow);
        exitCode.ShouldNotBe(0);
        output.ShouldBeEmpty();
    }

    private static async Task<(int ExitCode, string[] Output)> RunAsync(string what)
    {
        using var deadline = new CancellationTokenSource(Long);
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(Program).Assembly.Location, what])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            await TestContext.Out.WriteAsync(await errors);
            return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
