using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>Node's V8 as a child process that runs one module after another, see v8.mjs.</summary>
internal sealed class V8 : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _complaints;

    private V8(Process process)
    {
        _process = process;
        _complaints = process.StandardError.ReadToEndAsync();
    }

    public static V8 Start(byte[] linkedModule)
    {
        var start = new ProcessStartInfo("node", ["--expose-gc", RepositoryFolder.Of("tests/Sandbox/Differential/v8.mjs")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            var v8 = new V8(Process.Start(start)!);
            v8._process.StandardInput.BaseStream.Write(Framed(linkedModule));
            return v8;
        }
        catch (Win32Exception missing)
        {
            throw new AssertionException("node is not here. Install Node.js 20 or later (Debian: apt-get install nodejs).", missing);
        }
    }

    /// <summary>What happened in each module, in the words of <see cref="Transcript"/>.</summary>
    /// <exception cref="AssertionException">When the process ends or gives no answer in time.</exception>
    public async Task<IReadOnlyList<string[]>> RunAsync(IReadOnlyCollection<GeneratedModule> modules)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var sent = SendAsync(modules, deadline.Token);
        List<string[]> transcripts = [];
        try
        {
            while (transcripts.Count < modules.Count && await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
                transcripts.Add(JsonSerializer.Deserialize<string[]>(line)!);
            if (transcripts.Count == modules.Count)
            {
                await sent;
                return transcripts;
            }
        }
        catch (OperationCanceledException late)
        {
            _process.Kill();
            throw new AssertionException($"V8 gave {transcripts.Count} of {modules.Count} answers in {Deadline.TotalSeconds} s.", late);
        }

        throw new AssertionException($"node ended after {transcripts.Count} of {modules.Count} modules: {await _complaints}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task SendAsync(IEnumerable<GeneratedModule> modules, CancellationToken cancellationToken)
    {
        var input = _process.StandardInput.BaseStream;
        foreach (var module in modules) await input.WriteAsync(Framed(Encode(module)), cancellationToken);
        await input.FlushAsync(cancellationToken);
    }

    private static byte[] Encode(GeneratedModule module)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(module.Wasm.Length);
        writer.Write(module.Wasm);
        writer.Write((byte)module.Calls.Count);
        foreach (var call in module.Calls)
        {
            writer.Write((byte)call.Export.Length);
            writer.Write(Encoding.Latin1.GetBytes(call.Export));
            writer.Write((byte)call.Arguments.Count);
            foreach (var (type, bits) in call.Parameters.Zip(call.Arguments))
            {
                writer.Write((byte)type);
                writer.Write(bits);
            }

            writer.Write((byte)call.Results.Count);
            foreach (var type in call.Results) writer.Write((byte)type);
        }

        return stream.ToArray();
    }

    private static byte[] Framed(byte[] frame) => [.. BitConverter.GetBytes(frame.Length), .. frame];
}
