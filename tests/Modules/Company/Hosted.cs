using System.Text.Json.Nodes;

namespace Billing.Modules.Tests;

/// <summary>Charges of one stage as the host hands them to the next: with ids.</summary>
internal static class Hosted
{
    public static JsonArray Charges(ModuleOutput output)
    {
        var charges = new JsonArray();
        foreach (var charge in output.Charges)
        {
            var hosted = JsonNode.Parse(charge.GetRawText())!.AsObject();
            if (!hosted.ContainsKey("charge_id"))
                hosted["charge_id"] = Sold.IdOf(1_000 + charges.Count);
            charges.Add(hosted);
        }

        return charges;
    }
}
