using System.Globalization;
using Billing.Planner.Facts;

namespace Billing.Planner.Tests.Facts;

[TestFixture]
internal sealed class FactRowWriterTests
{
    [TestCase("1.500000", "1.5")]
    [TestCase("100", "100")]
    [TestCase("100.00", "100")]
    [TestCase("0.000", "0")]
    [TestCase("-0.0", "0")]
    [TestCase("-12.340", "-12.34")]
    [TestCase("0.000000000001", "0.000000000001")]
    [TestCase("9999999999999999.123456", "9999999999999999.123456")]
    public void A_decimal_is_written_plainly_without_trailing_zeros(string value, string expected) =>
        FactRowWriter.Format(decimal.Parse(value, CultureInfo.InvariantCulture)).ShouldBe(expected);
}
