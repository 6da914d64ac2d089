using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>Node's V8 as a child process that runs one module after another, see v8.mjs.</summary>
internal sealed class V8 : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    // In the place of how many calls there are.
    private const byte NoCalls = 255;

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
    public Task<IReadOnlyList<string[]>> RunAsync(IEnumerable<GeneratedModule> modules) => AskAsync([.. modules.Select(Encode)]);

    /// <summary>Why each module is not valid; null for those that are.</summary>
    /// <exception cref="AssertionException">As <see cref="RunAsync"/>.</exception>
    public async Task<IReadOnlyList<string?>> ValidateAsync(IEnumerable<byte[]> modules) =>
        [.. (await AskAsync([.. modules.Select(module => (byte[])[.. BitConverter.GetBytes(module.Length), .. module, NoCalls])])).Select(lines => lines.FirstOrDefault())];

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task<IReadOnlyList<string[]>> AskAsync(byte[][] questions)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var sent = SendAsync(questions, deadline.Token);
        List<string[]> answers = [];
        try
        {
            while (answers.Count < questions.Length && await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
                answers.Add(JsonSerializer.Deserialize<string[]>(line)!);
            if (answers.Count == questions.Length)
            {
                await sent;
                return answers;
            }
        }
        catch (OperationCanceledException late)
        {
            _process.Kill();
            throw new AssertionException($"V8 gave {answers.Count} of {questions.Length} answers in {Deadline.TotalSeconds} s.", late);
        }

        throw new AssertionException($"node ended after {answers.Count} of {questions.Length} modules: {await _complaints}");
    }

    private async Task SendAsync(byte[][] questions, CancellationToken cancellationToken)
    {
        var input = _process.StandardInput.BaseStream;
        foreach (var question in questions) await input.WriteAsync(Framed(question), cancellationToken);
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
