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

    private static readonly string[] Reproduced = [.. Catalogs.Policies.Policies.SelectMany(policy => policy.Values).SelectMany(value => value.Quirks)];

    private static readonly string[] NotReproduced = [.. Catalogs.Policies.NotReproduced.Select(quirk => quirk.Quirk)];

    [TestCase("bucket")]
    [TestCase("bundle")]
    [TestCase("discount")]
    [TestCase("fixed")]
    [TestCase("invoice")]
    [TestCase("manual")]
    [TestCase("tax")]
    [TestCase("time")]
    [TestCase("usage")]
    public void That_touch_what_is_billed_are_reproduced_or_on_purpose_not(string topic)
    {
        var billed = All.Where(quirk => quirk.Topic == topic && quirk.Scope is "charges" or "discount" or "invoice").Select(quirk => quirk.Name).ToArray();

        billed.ShouldNotBeEmpty();
        billed.Except([.. Reproduced, .. NotReproduced], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Test]
    public void Are_either_reproduced_or_not_and_called_by_their_names()
    {
        NotReproduced.ShouldBeUnique();
        NotReproduced.Intersect(Reproduced, StringComparer.Ordinal).ShouldBeEmpty();
        Reproduced.Concat(NotReproduced).Except(All.Select(quirk => quirk.Name), StringComparer.Ordinal).ShouldBeEmpty();
    }

    /// <summary>A quirk that shows in several places may be several policies, each of which turns it off in its place.</summary>
    [Test]
    public void Are_reproduced_by_one_value_of_a_policy() =>
        Catalogs.Policies.Policies.ShouldAllBe(policy => policy.Values.SelectMany(value => value.Quirks).Distinct().Count() == policy.Values.Sum(value => value.Quirks.Count));

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
