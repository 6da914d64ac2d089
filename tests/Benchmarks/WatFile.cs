using System.Diagnostics;

namespace Billing.Benchmarks;

/// <summary>The kernels' text, assembled by WABT.</summary>
internal static class WatFile
{
    public static string PathOf(string name) => Path.Combine(FixedFeeWork.Root, "tests", "Benchmarks", "Kernels", name + ".wat");

    /// <param name="name">Without extension.</param>
    /// <param name="output">Path of the binary.</param>
    public static void Assemble(string name, string output)
    {
        using var process = Process.Start("wat2wasm", [PathOf(name), "-o", output]);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"wat2wasm (of WABT) ended with {process.ExitCode}.");
    }

    public static byte[] Assemble(string name)
    {
        var output = Path.GetTempFileName();
        try
        {
            Assemble(name, output);
            return File.ReadAllBytes(output);
        }
        finally
        {
            File.Delete(output);
        }
    }
}
