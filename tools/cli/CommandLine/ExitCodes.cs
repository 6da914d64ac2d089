namespace Billing.Cli;

/// <summary>What scripts can rely on; listed in the help of the root command.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command worked and its answer is no: failed companies, a parity mismatch.</summary>
    public const int Negative = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int Usage = 2;

    public const int NotFound = 3;

    public const int Conflict = 4;

    /// <summary>A service, the broker or the database does not answer.</summary>
    public const int Unavailable = 5;

    public const int Internal = 70;

    public const int Interrupted = 130;
}
