using System.Reflection;
using System.Text.Json.Serialization;

namespace Billing.Architecture.Tests;

/// <summary>Arrows point down, and services meet on the bus or over HTTP only.</summary>
public sealed class BoundaryTests
{
    private static readonly string[] Services = ["Billing.Registry", "Billing.Planner", "Billing.Executor", "Billing.Invoice"];

    [Test]
    public void A_service_never_references_another_services_project()
    {
        var references = Repository.ProjectReferences("services");
        foreach (var service in Services)
            references[service].Intersect(Services, StringComparer.Ordinal).ShouldBeEmpty($"{service} references another service");
    }

    [Test]
    public void Contracts_reference_nothing()
    {
        Repository.ProjectReferences("contracts")["Billing.Contracts"].ShouldBeEmpty();
        Repository.PackageReferences("contracts/Billing.Contracts.csproj").ShouldBeEmpty();
    }

    [Test]
    public void The_sandbox_knows_nothing_of_billing() => Repository.ProjectReferences("services")["Billing.Sandbox"].ShouldBeEmpty();

    [Test]
    public void Rating_and_tax_know_no_bus_and_no_database()
    {
        var references = Repository.ProjectReferences("services");
        references["Billing.Rating"].ShouldBe(["Billing.Contracts", "Billing.Sandbox"], ignoreOrder: true);
        references["Billing.Invoice.Calculation"].ShouldBe(["Billing.Contracts", "Billing.Rating"], ignoreOrder: true);
        Repository.PackageReferences("services/Rating/Billing.Rating.csproj").ShouldBeEmpty();
        Repository.PackageReferences("services/Invoice.Calculation/Billing.Invoice.Calculation.csproj").ShouldBeEmpty();
    }

    [Test]
    public void Hosting_knows_no_service_and_no_rating() => Repository.ProjectReferences("services")["Billing.Hosting"].ShouldBe(["Billing.Contracts"]);

    [Test]
    public void Contracts_hold_records_enums_and_constants_only()
    {
        var types = typeof(Contracts.Charge).Assembly.GetExportedTypes().Where(type => type.Namespace == "Billing.Contracts").ToList();
        types.Count.ShouldBeGreaterThan(50);
        foreach (var type in types.Where(type => type is { IsEnum: false, IsInterface: false } && !IsJson(type)))
        {
            var isStatic = type is { IsAbstract: true, IsSealed: true };
            var isRecord = type.GetMethod("<Clone>$") is not null;
            (isStatic || isRecord).ShouldBeTrue($"{type.Name} is neither a record nor a holder of constants");
            if (isRecord)
                Behaviour(type).ShouldBeEmpty($"{type.Name} has methods of its own");
        }
    }

    private static bool IsJson(Type type) => type.IsSubclassOf(typeof(JsonSerializerContext)) || type.IsSubclassOf(typeof(JsonConverter));

    private static IEnumerable<string> Behaviour(Type record) =>
        record.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && method.Name is not ("<Clone>$" or "Equals" or "GetHashCode" or "ToString" or "Deconstruct"))
            .Select(method => method.Name);
}
