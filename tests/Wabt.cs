using System.ComponentModel;
using System.Diagnostics;

namespace Billing.Tests;

/// <summary>WABT, the tools that turn WebAssembly's text format into binaries. The tests need them; <c>tools/test</c> installs them when it may.</summary>
internal static class Wabt
{
    /// <summary>Converts every <c>.wast</c> script of a folder to what the official runner takes: a <c>.json</c> each, and its modules beside it.</summary>
    public static void ConvertScripts(string folder, string destination)
    {
        foreach (var script in Directory.GetFiles(folder, "*.wast"))
            Run("wast2json", script, "-o", Path.Combine(destination, Path.ChangeExtension(Path.GetFileName(script), ".json")));
    }

    /// <summary>The binary of a module in the text format, unchecked, so that it may also be invalid.</summary>
    public static byte[] Assemble(string path)
    {
        var output = Path.GetTempFileName();
        try
        {
            Run("wat2wasm", "--no-check", path, "-o", output);
            return File.ReadAllBytes(output);
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>The binary of a module that is given as text.</summary>
    public static byte[] AssembleText(string text)
    {
        var source = Path.GetTempFileName();
        try
        {
            File.WriteAllText(source, text);
            return Assemble(source);
        }
        finally
        {
            File.Delete(source);
        }
    }

    private static void Run(string tool, params string[] arguments)
    {
        using var process = Start(tool, arguments);
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            Assert.Fail($"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error}");
    }

    private static Process Start(string tool, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(tool, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        }
        catch (Win32Exception missing)
        {
            throw new AssertionException($"{tool} is not here. Install WABT (Debian: apt-get install wabt), or run tools/test as root once, which installs it.", missing);
        }
    }
}
