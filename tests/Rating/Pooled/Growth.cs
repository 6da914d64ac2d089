namespace Billing.Rating.Tests.Pooled;

/// <summary>What the process holds more after some work than before it, all garbage gone.</summary>
/// <param name="Heap">Bytes of objects.</param>
/// <param name="Addresses">Bytes of address space, reserved ones too.</param>
/// <param name="Resident">Bytes in physical memory.</param>
/// <param name="Mappings">Ranges of addresses: memories and pieces of machine code.</param>
internal sealed record Growth(long Heap, long Addresses, long Resident, int Mappings)
{
    private const long MostHeap = 512 << 10;
    private const long MostAddresses = 1L << 30;
    private const long MostResident = 64L << 20;
    private const int MostMappings = 40;

    private const int Rounds = 3;

    private bool IsNothing => Heap < MostHeap && Addresses < MostAddresses && Resident < MostResident && Mappings < MostMappings;

    /// <summary>
    /// The growth of the first round of the work that leaves nothing behind, else of the last one. What leaks does so in every round; what the runtime makes once, as it
    /// pleases (a thread, a heap segment, better code), does not.
    /// </summary>
    public static Growth Of(Func<bool> work)
    {
        for (var round = 1; ; round++)
        {
            var before = Now();
            work();
            var after = Now();
            var growth = new Growth(after.Heap - before.Heap, after.Addresses - before.Addresses, after.Resident - before.Resident, after.Mappings - before.Mappings);
            if (growth.IsNothing || round == Rounds)
                return growth;
        }
    }

    public void ShouldBeNothing() => IsNothing.ShouldBeTrue(ToString());

    private static Growth Now()
    {
        ProcessMemory.Collect();
        return new Growth(GC.GetTotalMemory(forceFullCollection: true), ProcessMemory.AddressSpace, ProcessMemory.Resident, ProcessMemory.Mappings);
    }
}
