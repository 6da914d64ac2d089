using System.Text;

namespace Billing.Rating.Tests;

/// <summary>
/// Small real WebAssembly modules, assembled byte by byte: one page of memory, a result at address 1024, and the ABI's functions with given bodies.
/// </summary>
internal static class WasmFile
{
    private const byte I32 = 0x7F;
    private const byte I64 = 0x7E;
    private const byte End = 0x0B;
    private const int ResultAddress = 1024;
    private const int InputAddress = 32768;

    /// <summary>Returns the text, whatever it is given.</summary>
    public static byte[] Returning(string text)
    {
        var data = Encoding.UTF8.GetBytes(text);
        return Module(Run(ResultAddress, data.Length), data);
    }

    /// <summary>Says its result lies there.</summary>
    public static byte[] Pointing(int address, int length) => Module(Run(address, length), []);

    public static byte[] Bytes(byte[] data) => Module(Run(ResultAddress, data.Length), data);

    public static byte[] Trapping() => Module([0x00], []);

    /// <summary>loop br 0 end: never ends.</summary>
    public static byte[] Spinning() => Module([0x03, 0x40, 0x0C, 0x00, End, 0x42, 0x00], []);

    /// <summary>Calls env.abort with a message at 1024 + 4, laid out as AssemblyScript does.</summary>
    public static byte[] Aborting(string message)
    {
        var text = Encoding.Unicode.GetBytes(message);
        byte[] data = [.. BitConverter.GetBytes(text.Length), .. text];
        byte[] body = [0x41, .. Signed(ResultAddress + 4), 0x41, 0x00, 0x41, 0x03, 0x41, 0x04, 0x10, 0x00, 0x00];
        return Module(body, data, importAbort: true);
    }

    /// <summary>Counts its calls in memory and returns how often it was called: 1 when every call sees the image afresh.</summary>
    public static byte[] Counting(string before, string after)
    {
        var text = before + "0" + after;
        var digit = ResultAddress + before.Length;
        byte[] body =
        [
            0x41, .. Signed(digit), 0x41, .. Signed(digit), 0x2D, 0x00, 0x00, 0x41, 0x01, 0x6A, 0x3A, 0x00, 0x00, // memory[digit] = memory[digit] + 1
            .. Run(ResultAddress, text.Length),
        ];
        return Module(body, Encoding.UTF8.GetBytes(text));
    }

    public static byte[] SpeakingAbi(int abi) => Module(Run(ResultAddress, 0), [], abi: abi);

    public static byte[] Importing(string module, string name) => Module(Run(ResultAddress, 0), [], importAbort: true, import: (module, name));

    public static byte[] Without(string export) => Module(Run(ResultAddress, 0), [], without: export);

    private static byte[] Run(int address, int length) => [0x42, .. Signed(((long)address << 32) | (uint)length)];

    private static byte[] Module(byte[] run, byte[] data, bool importAbort = false, int abi = 1, (string Module, string Name)? import = null, string? without = null)
    {
        var first = importAbort ? 1 : 0;
        var (importModule, importName) = import ?? ("env", "abort");
        byte[][] types = [[0x60, 0, 1, I32], [0x60, 1, I32, 1, I32], [0x60, 2, I32, I32, 1, I64], [0x60, 4, I32, I32, I32, I32, 0]];
        (string Name, byte Kind, int Index)[] exports = [("memory", 2, 0), ("billing_abi", 0, first), ("alloc", 0, first + 1), ("run", 0, first + 2)];
        return
        [
            0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00,
            .. Section(1, types),
            .. importAbort ? Section(2, [[.. Name(importModule), .. Name(importName), 0x00, 0x03]]) : [],
            .. Section(3, [[0], [1], [2]]),
            .. Section(5, [[0x00, 0x01]]),
            .. Section(7, [.. exports.Where(export => export.Name != without).Select(export => (byte[])[.. Name(export.Name), export.Kind, (byte)export.Index])]),
            .. Section(10, [Body([0x41, .. Signed(abi)]), Body([0x41, .. Signed(InputAddress)]), Body(run)]),
            .. data.Length == 0 ? [] : Section(11, [[0x00, 0x41, .. Signed(ResultAddress), End, .. Unsigned(data.Length), .. data]]),
        ];
    }

    private static byte[] Body(byte[] code) => [.. Unsigned(code.Length + 2), 0x00, .. code, End];

    private static byte[] Section(byte id, byte[][] items)
    {
        byte[] content = [.. Unsigned(items.Length), .. items.SelectMany(item => item)];
        return [id, .. Unsigned(content.Length), .. content];
    }

    private static byte[] Name(string name) => [.. Unsigned(name.Length), .. Encoding.UTF8.GetBytes(name)];

    private static byte[] Unsigned(int value)
    {
        var bytes = new List<byte>();
        do
        {
            var low = (byte)(value & 0x7F);
            value >>= 7;
            bytes.Add(value == 0 ? low : (byte)(low | 0x80));
        }
        while (value != 0);
        return [.. bytes];
    }

    private static byte[] Signed(long value)
    {
        var bytes = new List<byte>();
        while (true)
        {
            var low = (byte)(value & 0x7F);
            value >>= 7;
            if ((value == 0 && (low & 0x40) == 0) || (value == -1 && (low & 0x40) != 0))
            {
                bytes.Add(low);
                return [.. bytes];
            }

            bytes.Add((byte)(low | 0x80));
        }
    }
}
