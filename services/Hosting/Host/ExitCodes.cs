namespace Billing.Hosting;

/// <summary>How a host's process ends.</summary>
public static class ExitCodes
{
    /// <summary>It was told to stop and did.</summary>
    public const int Stopped = 0;

    /// <summary>A fault nobody foresaw; the log has it.</summary>
    public const int Failed = 1;

    /// <summary>A setting or an argument is wrong.</summary>
    public const int BadSetting = 2;

    /// <summary>The database or the broker refused: credentials, privileges, a changed migration, other queue arguments.</summary>
    public const int Refused = 3;

    /// <summary>The address it should listen on is taken.</summary>
    public const int AddressInUse = 4;
}
