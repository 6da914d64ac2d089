using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Billing.Hosting;

/// <summary>One numbered SQL file of a schema, embedded as <c>Migrations/NNNN-name.sql</c>.</summary>
/// <param name="Checksum">SHA-256 of the text with LF line ends, lower-case hex: an applied file never changes.</param>
public sealed partial record Migration(int Number, string Name, string Sql, string Checksum)
{
    /// <summary><c>NNNN-name.sql</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Number:0000}-{Name}.sql");

    /// <summary>An assembly's migrations in order. Throws <see cref="InvalidOperationException"/> for a name out of form or a number used twice.</summary>
    public static IReadOnlyList<Migration> From(Assembly assembly)
    {
        var migrations = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Migrations/", StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .OrderBy(migration => migration.Number)
            .ToList();
        for (var i = 1; i < migrations.Count; i++)
        {
            if (migrations[i].Number == migrations[i - 1].Number)
                throw new InvalidOperationException($"{assembly.GetName().Name} has two migrations of one number: {migrations[i - 1].FileName} and {migrations[i].FileName}.");
        }

        return migrations;
    }

    public static Migration Create(string fileName, string sql)
    {
        var match = FileNameForm().Match(fileName);
        if (!match.Success)
            throw new InvalidOperationException($"A migration's file is called NNNN-name.sql, not '{fileName}'.");
        var text = sql.ReplaceLineEndings("\n");
        return new(
            int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
            match.Groups["name"].Value,
            text,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Create(resource["Migrations/".Length..], reader.ReadToEnd());
    }

    [GeneratedRegex("^(?<number>[0-9]{4})-(?<name>[a-z0-9-]+)\\.sql$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileNameForm();
}
