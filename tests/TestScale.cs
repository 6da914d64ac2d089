namespace Billing.Tests;

/// <summary>
/// How much of a test that could go on for ever is run: little in the everyday suite, much under <c>tools/test --full</c>, which sets <c>BILLING_TEST_FULL</c>.
/// Both begin with the same cases, since seeds are fixed; the long version only goes on for longer.
/// </summary>
internal static class TestScale
{
    public const string Variable = "BILLING_TEST_FULL";

    public static bool IsFull { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value and not "0";

    public static int Of(int quick, int full) => IsFull ? full : quick;
}
