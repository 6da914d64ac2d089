using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Billing.Sandbox.Runtime;

/// <summary>
/// A range of addresses that belongs to nobody else. Pages are committed when memory grows, so the base never moves; what is not committed faults.
/// </summary>
internal sealed unsafe partial class VirtualMemory : SafeHandle
{
    private const int ReadWrite = 3;
    private const int PrivateMapping = 2;
    private const int FixedAddress = 0x10;

    private readonly long _bytes;
    private readonly AddressSpace _account;

    private VirtualMemory(nint address, long bytes, AddressSpace account)
        : base(0, ownsHandle: true)
    {
        SetHandle(address);
        _bytes = bytes;
        _account = account;
    }

    public override bool IsInvalid => handle == 0;

    public byte* Base => (byte*)handle;

    /// <summary>Reserves without committing. Null when the operating system refuses.</summary>
    /// <param name="account">Told when the range is given back.</param>
    public static VirtualMemory? TryReserve(long bytes, AddressSpace account)
    {
        var address = OperatingSystem.IsWindows()
            ? VirtualAlloc(0, (nuint)bytes, WindowsReserve, WindowsNoAccess)
            : Map(0, (nuint)bytes, 0, PrivateMapping | AnonymousFlags, -1, 0);
        return address is 0 or -1 ? null : new VirtualMemory(address, bytes, account);
    }

    /// <summary>Makes a range readable and writable; fresh pages are zero. False when there is no memory left.</summary>
    public bool TryCommit(nuint offset, nuint bytes)
    {
        if (bytes == 0) return true;
        return OperatingSystem.IsWindows()
            ? VirtualAlloc(handle + (nint)offset, bytes, WindowsCommit, WindowsReadWrite) != 0
            : Protect(handle + (nint)offset, bytes, ReadWrite) == 0;
    }

    /// <summary>Gives a range back; committed again it reads as zero.</summary>
    public void Decommit(nuint offset, nuint bytes)
    {
        if (bytes == 0) return;
        var done = OperatingSystem.IsWindows()
            ? VirtualFree(handle + (nint)offset, bytes, WindowsDecommit)
            : Map(handle + (nint)offset, bytes, 0, PrivateMapping | AnonymousFlags | FixedAddress, -1, 0) == handle + (nint)offset;
        if (!done) throw new Win32Exception();
    }

    protected override bool ReleaseHandle()
    {
        _account.Release(_bytes);
        return OperatingSystem.IsWindows() ? VirtualFree(handle, 0, WindowsRelease) : Unmap(handle, (nuint)_bytes) == 0;
    }

    // Anonymous and without reserved swap space; the numbers differ between Linux and the BSD family.
    private static int AnonymousFlags => OperatingSystem.IsLinux() ? 0x20 | 0x4000 : 0x1000 | 0x40;

    private const int WindowsCommit = 0x1000;
    private const int WindowsReserve = 0x2000;
    private const int WindowsDecommit = 0x4000;
    private const int WindowsRelease = 0x8000;
    private const int WindowsNoAccess = 1;
    private const int WindowsReadWrite = 4;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint VirtualAlloc(nint address, nuint size, int type, int protection);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualFree(nint address, nuint size, int type);
}
