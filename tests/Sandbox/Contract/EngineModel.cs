namespace Billing.Sandbox.Tests.Contract;

/// <summary>What an engine may count in a way of its own. Everything else in <see cref="WasmEngineContract"/> every engine promises.</summary>
[Flags]
internal enum EngineModel
{
    None = 0,

    /// <summary>Fuel is counted at all, and a call ends when its fuel is gone.</summary>
    Fuel = 1,

    /// <summary>Fuel is counted by version 1 of the model, see docs/decisions: the cases name numbers.</summary>
    FuelVersion1 = 2,

    /// <summary>A call that runs past its wall clock limit is ended, without the help of the module.</summary>
    WallClock = 4,

    /// <summary>The call stack is counted from the module: 1,000 frames, 64 bytes a frame and 8 a slot.</summary>
    CountedStack = 8,

    All = Fuel | FuelVersion1 | WallClock | CountedStack,
}

/// <summary>A case of the contract that holds for engines of a model only; others skip it by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AssumesAttribute(EngineModel model) : Attribute
{
    public EngineModel Model { get; } = model;
}
