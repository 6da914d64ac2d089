using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Billing.Hosting;

/// <summary>
/// One JSON object a line: <c>time</c>, <c>level</c>, <c>event</c> (its stable name), <c>category</c>, <c>message</c>, <c>trace_id</c>, <c>error</c>, and the message's own values
/// under <c>values</c>. (The framework's own writes the number of an event and leaves out its name.)
/// </summary>
internal sealed class JsonLogFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "billing-json";

    private const string Template = "{OriginalFormat}";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("level", logEntry.LogLevel.ToString().ToLowerInvariant());
            if (logEntry.EventId.Name is { Length: > 0 } name)
                json.WriteString("event", name);
            json.WriteString("category", logEntry.Category);
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (Activity.Current is { } activity)
                json.WriteString("trace_id", activity.TraceId.ToHexString());
            if (logEntry.Exception is { } error)
                json.WriteString("error", error.ToString());
            WriteValues(json, logEntry.State);
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteValues<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values || !values.Any(value => !string.Equals(value.Key, Template, StringComparison.Ordinal)))
            return;
        json.WriteStartObject("values");
        foreach (var (name, value) in values)
        {
            if (!string.Equals(name, Template, StringComparison.Ordinal))
                json.WriteString(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }
}
