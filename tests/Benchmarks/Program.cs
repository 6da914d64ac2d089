using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Billing.Benchmarks;
using Billing.Benchmarks.Kernels;

// Our engine, V8 and plain C# in turns; a module file stands in for the repository's fixed-fmv.
if (args is ["compare", .. var file])
{
    await Comparison.RunAsync(file is [var module] ? module : FixedFeeWork.ModuleFile).ConfigureAwait(false);
    return;
}

if (args is ["kernels", .. var names])
{
    KernelCommand.Run(names);
    return;
}

// Golden files through the whole default program.
if (args is ["program", .. { Length: > 0 } files])
{
    await ProgramCommand.RunAsync(files).ConfigureAwait(false);
    return;
}

// In this process: BenchmarkDotNet's own projects would restore packages past our lock files.
var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(12);
BenchmarkSwitcher.FromAssembly(typeof(FixedFeeWork).Assembly).Run(args, DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableOptimizationsValidator));
