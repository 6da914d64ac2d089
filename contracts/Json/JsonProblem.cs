using System.Globalization;
using System.Text.Json;

namespace Billing.Contracts;

/// <summary>Says in a person's words why a text is not the JSON it should be. The parser's own messages name .NET types, and count lines and bytes from 0.</summary>
public static class JsonProblem
{
    /// <summary>Without a full stop: <c>the value at $.due_by is not of its type (byte 42)</c>; the line is named from the second on.</summary>
    public static string Describe(JsonException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var message = exception.Message;
        var place = (exception.LineNumber, exception.BytePositionInLine) switch
        {
            (0, { } position) => string.Create(CultureInfo.InvariantCulture, $" (byte {position + 1})"),
            ({ } line, { } position) => string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, byte {position + 1})"),
            _ => "",
        };
        if (message.Contains("missing required properties including:", StringComparison.Ordinal))
            return "it lacks " + Until(message[(message.IndexOf("including:", StringComparison.Ordinal) + "including:".Length)..], ". Path:").Trim().TrimEnd('.');
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return $"{exception.Path} is not a member of it{place}";
        if (message.Contains("could not be converted to", StringComparison.Ordinal))
            return $"the value at {exception.Path} is not of its type{place}";
        return Until(Until(message, " Path:"), " LineNumber:").TrimEnd('.') + place;
    }

    private static string Until(string text, string end)
    {
        var index = text.IndexOf(end, StringComparison.Ordinal);
        return index < 0 ? text : text[..index];
    }
}
