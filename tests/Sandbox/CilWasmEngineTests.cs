using Billing.Sandbox.Engine;
using Billing.Sandbox.Tests.Contract;

namespace Billing.Sandbox.Tests;

/// <summary>The engine that compiles to CIL keeps the contract.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class CilWasmEngineTests : WasmEngineContract
{
    protected override IWasmEngine CreateEngine() => new CilWasmEngine(new WasmEngineOptions { Threads = 4 });
}
