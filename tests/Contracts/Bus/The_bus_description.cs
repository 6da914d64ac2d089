using YamlDotNet.RepresentationModel;

namespace Billing.Contracts.Tests;

[TestFixture]
internal sealed class The_bus_description
{
    private static readonly YamlMappingNode Document = Load();

    [Test]
    public void Has_every_endpoint_and_every_published_event() => Channels().Select(channel => channel.Address).ShouldBe(
        [
            .. Endpoints.All,
            .. new[] { typeof(PipelinePinned), typeof(InvoicesIssued), typeof(PreviewsReady), typeof(RunRequestRejected), typeof(BillingRunProgressed), typeof(BillingRunCompleted) }
                .Select(type => $"{type.Namespace}:{type.Name}"),
        ],
        ignoreOrder: true);

    [TestCase(Endpoints.RunRequests, nameof(RunBilling))]
    [TestCase(Endpoints.CancelRun, nameof(CancelRun))]
    [TestCase(Endpoints.PlanCompanies, nameof(PlanCompanies))]
    [TestCase(Endpoints.PlanCompaniesInteractive, nameof(PlanCompanies))]
    [TestCase(Endpoints.RateCompanies, nameof(RateCompanies))]
    [TestCase(Endpoints.RateCompaniesInteractive, nameof(RateCompanies))]
    [TestCase(Endpoints.CompaniesRated, nameof(CompaniesRated))]
    [TestCase(Endpoints.CompaniesRatedInteractive, nameof(CompaniesRated))]
    [TestCase(Endpoints.RunOutcomes, nameof(InvoicesIssued), nameof(PreviewsReady))]
    [TestCase(Endpoints.CompanyFailed, nameof(CompanyFailed))]
    public void Says_what_lies_at_an_endpoint(string endpoint, params string[] messages) =>
        Channels().Single(channel => channel.Address == endpoint).Messages.ShouldBe(messages);

    [Test]
    public void Names_messages_as_their_records_and_schemas_are_named()
    {
        var messages = Map(Map(Document, "components"), "messages").Children.Values.Cast<YamlMappingNode>().Select(message => Text(message, "name")).ToList();
        messages.Count.ShouldBe(12);
        foreach (var name in messages)
        {
            ContractTypes.Named(name).ShouldNotBeNull(name);
            SchemaSet.ByTitle[name].ShouldHaveSingleItem();
        }
    }

    private static IEnumerable<(string Address, IEnumerable<string> Messages)> Channels() => Map(Document, "channels").Children.Values
        .Cast<YamlMappingNode>()
        .Select(channel => (Text(channel, "address"), Map(channel, "messages").Children.Keys.Select(key => ((YamlScalarNode)key).Value!)));

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node.Children[key];

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;

    private static YamlMappingNode Load()
    {
        using var reader = File.OpenText(Path.Combine(SchemaSet.Root, "asyncapi.yaml"));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
