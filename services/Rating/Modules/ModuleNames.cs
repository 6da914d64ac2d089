using Billing.Contracts;

namespace Billing.Rating;

public static class ModuleNames
{
    /// <summary><c>mod.hourly@1.2.0</c>: how messages, charges and logs call a module version.</summary>
    public static string Name(this ModuleRef module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return $"{module.ModuleId}@{module.Version}";
    }
}
