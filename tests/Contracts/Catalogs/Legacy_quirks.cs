using System.IO.Compression;
using System.Text.Json;
using Billing.Rating;

namespace Billing.Contracts.Tests;

/// <summary>Every quirk of the legacy engine that touches what is billed is reproduced by one policy value, or on purpose not.</summary>
[TestFixture]
internal sealed class Legacy_quirks
{
    private const string Tag = "legacy-quirk:";

    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "golden");

    private static readonly Quirk[] All = [.. JsonElement.Parse(File.ReadAllText(Path.Combine(Golden, "quirks.json"))).GetProperty("quirks").EnumerateArray()
        .Select(quirk => new Quirk(quirk.GetProperty("name").GetString()!, quirk.GetProperty("scope").GetString()!, quirk.GetProperty("topic").GetString()!))];

    private static readonly string[] Claimed =
    [
        .. Catalogs.Policies.Policies.SelectMany(policy => policy.Values).SelectMany(value => value.Quirks),
        .. Catalogs.Policies.NotReproduced.Select(quirk => quirk.Quirk),
    ];

    [TestCase("bundle")]
    [TestCase("invoice")]
    [TestCase("tax")]
    [TestCase("usage")]
    public void That_touch_what_is_billed_are_reproduced_or_on_purpose_not(string topic)
    {
        var billed = All.Where(quirk => quirk.Topic == topic && quirk.Scope is "charges" or "discount" or "invoice").Select(quirk => quirk.Name).ToArray();

        billed.ShouldNotBeEmpty();
        billed.Except(Claimed, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Test]
    public void Are_claimed_once_and_by_their_names()
    {
        Claimed.ShouldBeUnique();
        Claimed.Except(All.Select(quirk => quirk.Name), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Test]
    public void Are_listed_once_and_hold_every_tag_of_the_golden_files()
    {
        var tagged = Directory.EnumerateFiles(Golden, "*.gz").SelectMany(Tags).Distinct(StringComparer.Ordinal).ToArray();

        All.Select(quirk => quirk.Name).ShouldBeUnique();
        tagged.Length.ShouldBe(66);
        tagged.Except(All.Select(quirk => quirk.Name), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Test]
    public void Without_a_policy_say_why() => Catalogs.Policies.NotReproduced.ShouldAllBe(quirk => quirk.Reason.EndsWith('.'));

    private static IEnumerable<string> Tags(string path)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var scenario = JsonDocument.Parse(line);
            foreach (var tag in scenario.RootElement.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!))
            {
                if (tag.StartsWith(Tag, StringComparison.Ordinal))
                    yield return tag[Tag.Length..];
            }
        }
    }

    private sealed record Quirk(string Name, string Scope, string Topic);
}
