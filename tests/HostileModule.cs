using System.Globalization;

namespace Billing.Tests;

/// <summary>A module in the text format that attacks its host, and what it says about itself in its first lines.</summary>
/// <param name="Expected">The code of the error it ends in, or what else comes of it.</param>
/// <param name="Message">What the error says among other things.</param>
internal sealed record HostileModule(byte[] Wasm, string Expected, string? Message, long? Fuel, TimeSpan? WallClock)
{
    /// <summary>The names of the modules in a folder of the repository.</summary>
    public static IEnumerable<string> NamesIn(string folder) =>
        Directory.EnumerateFiles(RepositoryFolder.Of(folder), "*.wat").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    public static HostileModule Read(string folder, string name)
    {
        var path = Path.Combine(RepositoryFolder.Of(folder), name + ".wat");
        var remarks = File.ReadLines(path).TakeWhile(line => line.StartsWith(";;", StringComparison.Ordinal)).Select(line => line[2..].Trim()).ToArray();
        return new HostileModule(
            Wabt.Assemble(path),
            Remark(remarks, "expect") ?? throw new FormatException($"{path} does not say what to expect."),
            Remark(remarks, "message"),
            Remark(remarks, "fuel") is { } fuel ? long.Parse(fuel, CultureInfo.InvariantCulture) : null,
            Remark(remarks, "wall-clock-ms") is { } time ? TimeSpan.FromMilliseconds(int.Parse(time, CultureInfo.InvariantCulture)) : null);
    }

    private static string? Remark(string[] remarks, string name) =>
        remarks.FirstOrDefault(remark => remark.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..];
}
