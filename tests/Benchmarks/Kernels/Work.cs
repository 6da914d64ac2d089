using System.Globalization;
using System.Text;

namespace Billing.Benchmarks.Kernels;

/// <summary>What is timed: a kernel that our engine, V8 and plain C# run alike, or a billing module, of which <c>compare</c> makes the comparison.</summary>
/// <param name="Module">Path of the WebAssembly binary.</param>
/// <param name="Data">What lies in memory at <see cref="DataAddress"/> before the first call; for a billing module, its document.</param>
/// <param name="Kernel">Null for a billing module, which is called by its ABI and put back to its image after each call.</param>
internal sealed record Work(string Name, string Module, byte[] Data, Kernel? Kernel)
{
    public const int DataAddress = 65_536;

    private const int Bytes = 1 << 20;

    /// <summary>All of it. Kernels are assembled into a folder.</summary>
    public static IEnumerable<Work> All(string folder)
    {
        var json = Json();
        var units = new char[Bytes];
        yield return new("fixed-fmv", FixedFeeWork.ModuleFile, FixedFeeWork.Input, null);
        yield return Of("byte-sum", DataAddress, Bytes, () => PlainKernels.ByteSum(json));
        yield return Of("byte-hash", DataAddress, Bytes, () => PlainKernels.ByteHash(json));
        yield return Of("json-scan", DataAddress, Bytes, () => PlainKernels.JsonScan(json));
        yield return Of("utf16-copy", DataAddress, Bytes, () => PlainKernels.Utf16Copy(json, units) * 3 + DataAddress);
        yield return Of("multiply128", 5, 300_000, () => PlainKernels.Multiply128(5, 300_000));
        yield return Of("fibonacci", 25, 0, () => PlainKernels.Fibonacci(25));
        yield return Of("indirect", 1, 300_000, () => PlainKernels.Indirect(1, 300_000));

        Work Of(string name, int first, int second, Func<long> plain) => new(name, Assemble(folder, name), json, new Kernel(first, second, plain));
    }

    private static string Assemble(string folder, string name)
    {
        var output = Path.Combine(folder, name + ".wasm");
        WatFile.Assemble(name, output);
        return output;
    }

    // A megabyte of the kind of document the modules read, cut to size with spaces.
    private static byte[] Json()
    {
        var text = new StringBuilder("[", Bytes);
        for (var row = 0; text.Length < Bytes - 256; row++)
            text.Append(CultureInfo.InvariantCulture, $$"""{"service_id":"service-{{row:00000}}","name":"The \"{{row}}th\" service","rates":[{"from":0,"cents":"{{1000 + (row * 37)}}"}],"taxable":true},""");
        text.Append("null]").Append(' ', Bytes - text.Length);
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}

/// <summary>A call of <c>run</c>, and the same in C#, which gives the same answer.</summary>
internal sealed record Kernel(int First, int Second, Func<long> Plain);
