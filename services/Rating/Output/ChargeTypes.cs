using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Charge types by the names they have on the wire.</summary>
internal static class ChargeTypes
{
    public static IReadOnlyList<string> Names { get; } = ["recurring", "time", "usage", "overage", "bundle", "discount", "manual", "credit"];

    public static string Name(this ChargeType type) => Names[(int)type];

    public static bool TryParse(string name, out ChargeType type)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.Ordinal))
            {
                type = (ChargeType)i;
                return true;
            }
        }

        type = default;
        return false;
    }
}
