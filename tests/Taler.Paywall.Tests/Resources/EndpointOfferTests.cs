using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

/// <summary>What endpoints sell is compared when the application starts.</summary>
public class EndpointOfferTests
{
    [Fact]
    public void Endpoints_with_one_name_and_two_prices_or_two_summaries_are_a_mistake()
    {
        Assert.Contains("has the name of first and another price or summary", Single(Sold("first", "/books/{id}"), Sold("second", "/books/{book}", "KUDOS:2")), StringComparison.Ordinal);
        Assert.StartsWith("second: ", Single(Sold("first", "/books/{id}"), Sold("second", "/books/{book}", summary: "A book")), StringComparison.Ordinal);
        Assert.StartsWith("second: has the name of first", Single(Sold("first", "/a", name: "same"), Sold("second", "/b", "KUDOS:2", name: "same")), StringComparison.Ordinal);
    }

    [Fact]
    public void Endpoints_with_one_name_and_one_offer_are_one_resource() =>
        Assert.Empty(Mistakes(Sold("GET", "/books/{id}", summary: "Book {id}"), Sold("POST", "/books/{book}", "KUDOS:1.00", summary: "Book {book}")));

    [Fact]
    public void Endpoints_with_one_url_and_two_names_are_a_mistake() => Assert.Equal(
        "second: leads buyers to the same URL as first, under another name. Wallets know a purchase by its URL; sell that URL in one place.",
        Single(Sold("first", "/books/{id}", name: "book:{id}"), Sold("second", "/books/{id}", name: "volume:{id}")));

    [Fact]
    public void A_pattern_and_an_endpoint_are_compared_too()
    {
        var configured = Given.Compiled(Given.Sold("/books/{id}", price: "KUDOS:2")).Rules;

        Assert.Equal(
            ["first: has the name of TalerPaywall:Resources:0 and another price or summary. One name is one offer; give one of them a name of its own."],
            EndpointOffers.Mistakes([Sold("first", "/books/{id}")], configured));
    }

    [Fact]
    public void The_root_is_one_url_whether_a_pattern_or_an_endpoint_leads_there()
    {
        var configured = Given.Compiled(Given.Sold("/", "home", path: "/")).Rules;

        Assert.Contains("leads buyers to the same URL", Assert.Single(EndpointOffers.Mistakes([Sold("first", "/")], configured)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_offer_is_told_and_the_rest_is_still_looked_at()
    {
        var mistakes = Mistakes(Sold("first", "/a", name: "{missing}"), Sold("second", "/b", name: "same"), Sold("third", "/c", "KUDOS:2", name: "same"));

        Assert.Equal(2, mistakes.Count);
        Assert.StartsWith("first:Name: \"{missing}\" names the value {missing}", mistakes[0], StringComparison.Ordinal);
        Assert.StartsWith("third: has the name of second", mistakes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_for_other_endpoints_cannot_be_sold_itself()
    {
        Assert.Equal(
            "first: stands for a page or action that takes its place, and that is not sold. Put [RequireTalerPayment] on the page or action.",
            Single(Endpoint("first", "/{**rest}", new RequireTalerPaymentAttribute("KUDOS:1"), new Dynamic(true))));
        Assert.Empty(Mistakes(Endpoint("first", "/{**rest}", new Dynamic(true)), Endpoint("second", "/b", new RequireTalerPaymentAttribute("KUDOS:1"), new Dynamic(false))));
    }

    [Fact]
    public void What_is_free_is_not_compared() => Assert.Empty(Mistakes(
        Sold("first", "/books/{id}"),
        Endpoint("second", "/books/{id}", new RequireTalerPaymentAttribute("KUDOS:2"), new DisableTalerPaywallAttribute()),
        Endpoint("third", "/books/{id}")));

    [Fact]
    public void Conventional_routes_that_share_a_pattern_are_told_apart_by_what_they_require()
    {
        Assert.Empty(Mistakes(Conventional("KUDOS:1", ("controller", "Books"), ("action", "Read")), Conventional("KUDOS:2", ("controller", "Books"), ("action", "Print"))));
        Assert.Single(Mistakes(Conventional("KUDOS:1", ("controller", "Books"), ("action", "Read")), Conventional("KUDOS:2", ("action", "Read"), ("controller", "Books"))));
    }

    private static IReadOnlyList<string> Mistakes(params Endpoint[] endpoints) => EndpointOffers.Mistakes(endpoints, []);

    private static string Single(params Endpoint[] endpoints) => Assert.Single(Mistakes(endpoints));

    private static RouteEndpoint Sold(string display, string pattern, string price = "KUDOS:1", string? summary = null, string? name = null) =>
        Endpoint(display, pattern, new RequireTalerPaymentAttribute(price, summary) { Name = name });

    private static RouteEndpoint Endpoint(string display, string pattern, params object[] metadata) => Endpoint(display, RoutePatternFactory.Parse(pattern), metadata);

    private static RouteEndpoint Endpoint(string display, RoutePattern pattern, params object[] metadata) =>
        new(_ => Task.CompletedTask, pattern, order: 0, new EndpointMetadataCollection(metadata), display);

    private static RouteEndpoint Conventional(string price, params (string Name, string Value)[] required)
    {
        var values = new RouteValueDictionary(required.Select(value => KeyValuePair.Create<string, object?>(value.Name, value.Value)));
        var pattern = RoutePatternFactory.Parse("/{controller}/{action}", defaults: null, parameterPolicies: null, requiredValues: values);
        return Endpoint(price, pattern, new RequireTalerPaymentAttribute(price));
    }

    private sealed class Dynamic(bool isDynamic) : IDynamicEndpointMetadata
    {
        public bool IsDynamic => isDynamic;
    }
}
