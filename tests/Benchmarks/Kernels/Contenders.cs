using System.Diagnostics;
using Billing.Sandbox;
using Billing.Sandbox.Compilation;
using Billing.Sandbox.Engine;

namespace Billing.Benchmarks.Kernels;

/// <summary>One of the parties that do the same work.</summary>
internal interface IContender : IDisposable
{
    string Name { get; }

    /// <summary>Does the work a number of times and gives the time of all and the last answer.</summary>
    (TimeSpan Time, long Answer) Run(int times);
}

/// <summary>Plain C#.</summary>
internal sealed class PlainContender(Kernel kernel) : IContender
{
    public string Name => "plain C#";

    public (TimeSpan Time, long Answer) Run(int times)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = 0L;
        for (var i = 0; i < times; i++)
            answer = kernel.Plain();
        return (Stopwatch.GetElapsedTime(start), answer);
    }

    public void Dispose()
    {
    }
}

/// <summary>Our engine, as it is or without fuel.</summary>
internal sealed class EngineContender : IContender
{
    private readonly CilWasmEngine _engine;
    private readonly Work _work;
    private readonly EngineInstance _instance;

    public EngineContender(Work work, bool metered)
    {
        Name = metered ? "engine" : "engine without fuel";
        _work = work;
        _engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1, Metering = metered ? Metering.Merged : Metering.Off });
        _instance = new EngineInstance(_engine, File.ReadAllBytes(work.Module));
        if (work.Kernel is not null)
            _instance.Write(Work.DataAddress, work.Data);
    }

    public string Name { get; }

    public (TimeSpan Time, long Answer) Run(int times) => _engine.RunAsync(() =>
    {
        var start = Stopwatch.GetTimestamp();
        var answer = 0L;
        for (var i = 0; i < times; i++)
            answer = _work.Kernel is { } kernel ? _instance.Run(kernel.First, kernel.Second).AsInt64() : _instance.Rate(_work.Data).Length;
        return (Stopwatch.GetElapsedTime(start), answer);
    }).GetAwaiter().GetResult();

    public void Dispose()
    {
        _instance.Dispose();
        _engine.Dispose();
    }
}
