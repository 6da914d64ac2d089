using System.Globalization;
using System.Text;
using System.Text.Json;
using Billing.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class CanonicalJsonTests
{
    [TestCase("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [TestCase("""{"a":{"z":1,"y":{"d":4,"c":3}},"A":0}""", """{"A":0,"a":{"y":{"c":3,"d":4},"z":1}}""")]
    [TestCase("""["\u0041\/\u000f\n\"\\\u20ac"]""", "[\"A/\\u000f\\n\\\"\\\\€\"]")]
    [TestCase("""{"":1,"\u0000":2}""", "{\"\":1,\"\\u0000\":2}")]
    [TestCase("-0", "0")]
    [TestCase("9007199254740991", "9007199254740991")]
    [TestCase("-9007199254740991", "-9007199254740991")]
    public void Members_are_sorted_and_only_needed_escapes_are_kept(string json, string canonical) => Canonical(json).ShouldBe(canonical);

    [Test]
    public void Names_are_sorted_by_UTF16_code_units_as_in_the_example_of_RFC_8785()
    {
        const string json = """{"\u20ac":"Euro","\r":"CR","\ufb33":"Dalet","1":"One","\ud83d\ude00":"Smiley","\u0080":"Control","\u00f6":"o"}""";
        using var document = JsonDocument.Parse(Canonical(json));
        document.RootElement.EnumerateObject().Select(member => member.Value.GetString())
            .ShouldBe(["CR", "One", "Control", "o", "Euro", "Smiley", "Dalet"]);
    }

    [TestCase("1.5")]
    [TestCase("1e3")]
    [TestCase("1.0")]
    [TestCase("9007199254740992")]
    [TestCase("-9223372036854775809")]
    public void A_number_that_is_not_an_exact_integer_is_refused_with_its_place(string number)
    {
        var error = Refusal($$"""{"rows":[{"x":1},{"y":[0,{{number}}]}]}""");
        error.Code.ShouldBe("document.invalid");
        error.Message.ShouldContain(number);
        error.Message.ShouldContain("rows[1].y[1]");
    }

    [TestCase("""{"a":1,"a":2}""", "a")]
    [TestCase("""{"b":0,"a":1,"b":2,"\u0061":3}""", "a")]
    public void A_member_that_occurs_twice_is_refused(string json, string name) => Refusal(json).Message.ShouldContain(name);

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{} {}")]
    [TestCase("""["\ud800"]""")]
    [TestCase("[01]")]
    public void What_is_not_JSON_is_refused(string json) => Refusal(json).Code.ShouldBe("document.invalid");

    [Test]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Should.Throw<BillingException>(() => CanonicalJson.Canonicalize([(byte)'"', 0xC3, (byte)'"'])).Error.Code.ShouldBe("document.invalid");

    [Test]
    public void A_record_becomes_canonical_JSON_through_its_own_type_information()
    {
        var error = new BillingError("binding.none", "Plan “Büro” has no module.", Subject: "plan-1");
        Encoding.UTF8.GetString(CanonicalJson.Serialize(error, BillingJson.Default.BillingError))
            .ShouldBe("""{"code":"binding.none","message":"Plan “Büro” has no module.","subject":"plan-1"}""");
    }

    [Test]
    public void A_digest_is_the_SHA256_of_the_bytes_in_lower_case() =>
        Digest.Of("abc"u8).ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    [Test]
    public void Canonical_JSON_stays_as_it_is_and_does_not_depend_on_the_order_of_members()
    {
        var arbitrary = Gen.Sized(size => JsonTree(Math.Min(size, 20))).Two().ToArbitrary();
        Prop.ForAll(arbitrary, pair =>
        {
            var (tree, other) = pair;
            var object1 = $$"""{"x":{{tree}},"\u0061":{{other}},"é":0}""";
            var object2 = $$"""{ "é" : 0 , "a":{{other}}, "x" : {{tree}} }""";
            var canonical = CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(object1));
            return CanonicalJson.IsCanonical(canonical) && CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(object2)).AsSpan().SequenceEqual(canonical);
        }).Check(Config.QuickThrowOnFailure.WithReplay(20250131, 7).WithMaxTest(TestScale.Of(quick: 300, full: 6_000)));
    }

    private static Gen<string> JsonTree(int size)
    {
        var text = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => JsonSerializer.Serialize(s.Get));
        var leaf = Gen.OneOf(
            text,
            Gen.Elements("true", "false", "null"),
            ArbMap.Default.GeneratorFor<int>().Select(i => i.ToString(CultureInfo.InvariantCulture)));
        if (size == 0)
            return leaf;
        var child = JsonTree(size / 3);
        return Gen.OneOf(
            leaf,
            child.ListOf().Select(items => $"[{string.Join(" , ", items.Take(5))}]"),
            text.Zip(child).ListOf().Select(members =>
                $"{{{string.Join(", ", members.DistinctBy(m => JsonSerializer.Deserialize<string>(m.Item1), StringComparer.Ordinal).Take(5).Select(m => $"{m.Item1} : {m.Item2}"))}}}"));
    }

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json)));

    private static BillingError Refusal(string json) => Should.Throw<BillingException>(() => Canonical(json)).Error;
}
