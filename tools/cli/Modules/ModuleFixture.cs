using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Modules;

/// <summary>
/// A file of a module's folder <c>fixtures</c>: an input document, the output that is expected of it, and the fuel that took. Without an output it has not been recorded yet.
/// </summary>
public sealed class ModuleFixture
{
    private readonly JsonObject _json;

    private ModuleFixture(string path, JsonObject json)
    {
        Path = path;
        _json = json;
    }

    public string Path { get; }

    /// <summary>Of the file, without its ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The document as canonical JSON, as the host hands it over: of charges with the members only that the manifest asks for, when it names some.</summary>
    public byte[] DocumentFor(ModuleManifest manifest)
    {
        var document = _json["document"]!.DeepClone().AsObject();
        if (manifest.Requires.Charges is not { } members || document["charges"] is not JsonArray charges)
            return Canonical(document);
        if (members.Count == 0)
            document.Remove("charges");
        foreach (var charge in charges.OfType<JsonObject>())
        {
            foreach (var member in charge.Select(member => member.Key).Except(members, StringComparer.Ordinal).ToList())
                charge.Remove(member);
        }

        return Canonical(document);
    }

    /// <summary>Canonical JSON; null when not recorded.</summary>
    public byte[]? Output => _json["output"] is { } output ? Canonical(output) : null;

    /// <summary>Units of fuel; null when not recorded.</summary>
    public long? Fuel => _json["fuel"]?.GetValue<long>();

    /// <summary>Lines of the expected output, or of the document where the output has none, as a Validator's; 1 at least.</summary>
    public int Charges => Math.Max(1, Count(_json["output"]) is var made and > 0 ? made : Count(_json["document"]));

    /// <exception cref="CliException">The file is no fixture.</exception>
    public static ModuleFixture Load(string path)
    {
        try
        {
            if (JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject json && json["document"] is JsonObject)
                return new ModuleFixture(path, json);
            throw Invalid(path, "it has no member \"document\" that is an object");
        }
        catch (JsonException exception)
        {
            throw Invalid(path, exception.Message);
        }
    }

    /// <summary>Writes what the module answered as what is expected from now on.</summary>
    public void Record(ReadOnlyMemory<byte> output, long fuel)
    {
        _json["output"] = JsonNode.Parse(output.Span);
        _json["fuel"] = fuel;
        File.WriteAllText(Path, _json.ToJsonString(JsonText.Indented) + "\n");
    }

    private static byte[] Canonical(JsonNode node)
    {
        try
        {
            return CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(node));
        }
        catch (BillingException exception)
        {
            throw new CliException(exception.Error, ExitCodes.Usage);
        }
    }

    private static int Count(JsonNode? document) => document?["charges"] is JsonArray charges ? charges.Count : 0;

    private static CliException Invalid(string path, string why) =>
        CliException.Usage($"{path} is no fixture: {why}.", "A fixture is {\"document\": …}; alga-billing module test --record writes the rest.", path);
}
