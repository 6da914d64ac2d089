using System.IO.Compression;
using System.Text.Json;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Golden;

/// <summary>Reads golden files line by line, gzipped or plain, told apart by their first bytes and never by their name.</summary>
public static class GoldenFile
{
    /// <summary>Ends the command when a file is not there or cannot be read, before anything else is done.</summary>
    /// <exception cref="CliException">Bad usage, naming the file.</exception>
    public static void RequireReadable(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var file in files)
        {
            if (!File.Exists(file))
                throw CliException.Usage($"There is no file {file}.", "Name golden files, one JSON scenario a line, gzipped or not: samples/golden/fixed.jsonl.gz.", file);
            try
            {
                using var stream = File.OpenRead(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw CliException.Usage($"The file {file} cannot be read: {exception.Message}", "Check its permissions.", file);
            }
        }
    }

    /// <summary>The lines of a file in order. A line that is not a scenario, and a compressed file that breaks off, is a line with an error.</summary>
    public static IEnumerable<GoldenLine> Read(string file)
    {
        using var reader = new StreamReader(Open(file));
        for (var number = 1; ; number++)
        {
            var (text, broken) = ReadLine(reader, file, number);
            if (broken is not null)
                yield return new GoldenLine(file, number, null, broken);
            if (text is null)
                yield break;
            if (!string.IsNullOrWhiteSpace(text))
                yield return Parse(file, number, text);
        }
    }

    private static Stream Open(string file)
    {
        var stream = File.OpenRead(file);
        Span<byte> magic = stackalloc byte[2];
        var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private static (string? Text, BillingError? Broken) ReadLine(StreamReader reader, string file, int number)
    {
        try
        {
            return (reader.ReadLine(), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return (null, Invalid(file, number, "cannot be read: " + exception.Message, "The file is damaged from here on; get it again."));
        }
    }

    private static GoldenLine Parse(string file, int number, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new GoldenLine(file, number, GoldenScenario.Read(document.RootElement.Clone()), null);
        }
        catch (JsonException exception)
        {
            return new GoldenLine(file, number, null, Invalid(file, number, $"is not JSON: {JsonProblem.Describe(exception)}.", "Correct the line or remove it; the other lines were read."));
        }
        catch (BillingException exception)
        {
            return new GoldenLine(file, number, null, Invalid(file, number, "is not a scenario: " + exception.Message, exception.Error.WayOut));
        }
    }

    private static BillingError Invalid(string file, int number, string problem, string? wayOut) =>
        new(ErrorCodes.FactInvalid, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file} line {number} {problem}"), wayOut, GoldenLine.Name(file, number));
}
