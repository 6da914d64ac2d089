using Spectre.Console;

namespace Billing.Cli;

/// <summary>The two consoles: coloured and as wide as the window on a terminal, plain and wide enough for any table in a pipe or file.</summary>
public static class Terminal
{
    private const int WidthWhenRedirected = 200;

    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Makes <see cref="AnsiConsole"/> behave on what standard output is.</summary>
    public static void UseForOutput() => AnsiConsole.Console = Create(Console.Out, Console.IsOutputRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = WidthWhenRedirected;
        return console;
    }
}
