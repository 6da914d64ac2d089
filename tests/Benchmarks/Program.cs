using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Billing.Benchmarks;

// The document the benchmarks rate, for v8.mjs to rate the same.
if (args is ["document"])
{
    await Console.OpenStandardOutput().WriteAsync(FixedFeeWork.Input).ConfigureAwait(false);
    return;
}

// In this process: BenchmarkDotNet's own projects would restore packages past our lock files.
var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(12);
BenchmarkSwitcher.FromAssembly(typeof(FixedFeeWork).Assembly).Run(args, DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableOptimizationsValidator));
