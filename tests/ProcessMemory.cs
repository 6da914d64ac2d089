using System.Globalization;

namespace Billing.Tests;

/// <summary>What the process holds as the operating system counts it: the heap, machine code, the JIT's memory and the memories of instances.</summary>
internal static class ProcessMemory
{
    private const string StatusFile = "/proc/self/status";

    /// <summary>Bytes in physical memory.</summary>
    public static long Resident => Read("VmRSS:");

    /// <summary>Bytes of address space, reserved ones too; 0 where it cannot be told.</summary>
    public static long AddressSpace => Read("VmSize:");

    /// <summary>Number of separate ranges of the address space; 0 where it cannot be told.</summary>
    public static int Mappings => OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/maps").Count() : 0;

    /// <summary>The most bytes that were in physical memory since <see cref="ForgetPeak"/>.</summary>
    public static long Peak => Read("VmHWM:");

    public static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>Collects what nobody refers to, also compiled code, which takes several rounds.</summary>
    public static void Collect()
    {
        for (var round = 0; round < 4; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    private static long Read(string name)
    {
        if (!OperatingSystem.IsLinux()) return name is "VmSize:" ? 0 : Environment.WorkingSet;
        var line = File.ReadLines(StatusFile).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..^2].Trim(), CultureInfo.InvariantCulture) << 10;
    }
}
