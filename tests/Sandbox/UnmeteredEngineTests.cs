using Billing.Sandbox.Compilation;
using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Contract;

namespace Billing.Sandbox.Tests;

/// <summary>The contract under an engine that counts no fuel: what it does not declare is skipped, all else holds.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class UnmeteredEngineTests : WasmEngineContract
{
    protected override EngineModel Models => EngineModel.WallClock | EngineModel.CountedStack;

    protected override IWasmEngine CreateEngine() => new CilWasmEngine(new WasmEngineOptions { Threads = 4, Metering = Metering.Off });
}
