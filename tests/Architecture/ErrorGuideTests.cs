using System.Reflection;
using Billing.Contracts;

namespace Billing.Architecture.Tests;

public sealed class ErrorGuideTests
{
    [Test]
    public void Every_error_code_has_its_meaning_and_way_out_in_the_guide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "errors.md"));
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();
        codes.Count.ShouldBeGreaterThan(50);
        codes.Where(code => !guide.Contains(code.EndsWith('.') ? $"`{code}*`" : $"`{code}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
