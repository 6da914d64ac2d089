using System.Text.Encodings.Web;
using System.Text.Json;

namespace Billing.Cli.Golden;

/// <summary>How rows and answers are written: one line, names as people read them.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same over many lines, for files that people read and compare.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true, NewLine = "\n" };
}
