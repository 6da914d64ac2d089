using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// <c>skip_when_empty</c>: a module that lists packs or charge types is not called when none of them has anything for it. One that has something is enough to call it:
/// a call too many costs microseconds, one too few costs a charge.
/// </summary>
internal static class SkipRules
{
    public static bool IsEmptyFor(ModuleUse module, Scope? scope, IReadOnlyList<Charge>? charges, InputDocument input, ModuleInputWriter writer)
    {
        var listed = module.Manifest.SkipWhenEmpty;
        return listed.Count > 0 && !listed.Any(name => Has(name, module, scope, charges, input, writer));
    }

    private static bool Has(string name, ModuleUse module, Scope? scope, IReadOnlyList<Charge>? charges, InputDocument input, ModuleInputWriter writer)
    {
        if (ChargeTypes.TryParse(name, out var type))
            return charges?.Any(charge => charge.ChargeType == type) == true;
        foreach (var (pack, rows) in writer.Events(module, scope))
        {
            if (string.Equals(pack, name, StringComparison.Ordinal) && rows.Count > 0)
                return true;
        }

        var slice = Array.Find(module.Facts, facts => string.Equals(facts.Pack, name, StringComparison.Ordinal));
        return slice is not null && (input.FindFacts(name) ?? []).Any(row => slice.Filter.IsEmpty || slice.Filter.Admits(row, scope?.Row ?? default));
    }
}
