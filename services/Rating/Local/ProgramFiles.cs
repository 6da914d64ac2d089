using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Reads a program with its bindings from a JSON file, such as <c>tools/sdk/programs/default.json</c>. Error <c>program.invalid</c>.</summary>
public static class ProgramFiles
{
    public static ProgramFile Load(string path)
    {
        if (!File.Exists(path))
            throw new BillingException(ErrorCodes.ProgramInvalid, $"There is no program file {path}.", null, path);
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), BillingJson.Default.ProgramFile)
                ?? throw new BillingException(ErrorCodes.ProgramInvalid, $"{path} is empty.", null, path);
            ProgramRules.Check(file.Program);
            return file;
        }
        catch (JsonException exception)
        {
            throw new BillingException(new BillingError(ErrorCodes.ProgramInvalid, $"{path} is not a program: {exception.Message}", null, path), exception);
        }
    }
}
