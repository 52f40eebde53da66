using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

/// <summary>What a request buys that routing has sent to an endpoint.</summary>
public class EndpointMatchTests
{
    [Fact]
    public void An_endpoint_that_says_nothing_of_a_price_sells_nothing()
    {
        Assert.Equal(ResourceMatchKind.None, Match("/books/7", endpoint: null).Kind);
        Assert.Equal(ResourceMatchKind.None, Match("/books/7", Route("/books/{id}")).Kind);
        Assert.Equal(ResourceMatchKind.None, Match("/books/7", Route("/books/{id}", new RequireTalerPaymentAttribute("KUDOS:1"), new DisableTalerPaywallAttribute())).Kind);
    }

    [Fact]
    public void A_route_is_bought_with_the_values_of_the_router()
    {
        var resource = Find("/anything", Route("/books/{id}", new RequireTalerPaymentAttribute("KUDOS:3", "Book {id}") { Name = "book:{id}" }));

        Assert.Equal("book:7", resource.Name);
        Assert.Equal("Book 7", resource.Summary);
        Assert.Equal("KUDOS:3", resource.Price.ToString());
        Assert.Equal("/books/7", resource.FulfillmentPath);
    }

    [Theory]
    [InlineData("A page", "/books/7/", "A page:books/7")]
    [InlineData("A {page}", "/", "A {page}:")]
    [InlineData(null, "/a b", "An endpoint:a%20b")]
    public void An_endpoint_that_is_no_route_is_bought_path_by_path(string? display, string path, string name)
    {
        var resource = Find(path, new Endpoint(_ => Task.CompletedTask, new EndpointMetadataCollection(new RequireTalerPaymentAttribute("KUDOS:1")), display));

        Assert.Equal(name, resource.Name);
        Assert.Equal(path.Replace(" ", "%20").TrimEnd('/'), resource.FulfillmentPath.TrimEnd('/'));
    }

    [Fact]
    public void An_endpoint_that_is_no_route_may_have_a_name()
    {
        var named = new Endpoint(_ => Task.CompletedTask, new EndpointMetadataCollection(new RequireTalerPaymentAttribute("KUDOS:1") { Name = "page:{path}" }), "A page");

        Assert.Equal("page:a/b", Find("/a/b", named).Name);
    }

    [Theory]
    [InlineData("/hub/negotiate", true, "/hub")]
    [InlineData("/hub/negotiate", false, "/hub/negotiate")]
    [InlineData("/hub/connect", true, "/hub/connect")]
    public void A_hub_negotiates_about_what_it_sells_itself(string pattern, bool isHub, string name)
    {
        object[] metadata = isHub ? [new RequireTalerPaymentAttribute("KUDOS:1"), new NegotiateMetadata()] : [new RequireTalerPaymentAttribute("KUDOS:1")];

        Assert.Equal(name, Find(pattern, Route(pattern, metadata)).Name);
    }

    [Fact]
    public void A_route_without_a_text_is_bought_by_its_segments()
    {
        var pattern = RoutePatternFactory.Pattern(RoutePatternFactory.Segment(RoutePatternFactory.LiteralPart("hub")));
        var endpoint = new RouteEndpoint(
            _ => Task.CompletedTask, pattern, 0, new EndpointMetadataCollection(new RequireTalerPaymentAttribute("KUDOS:1"), new NegotiateMetadata()), "A hub");

        Assert.Equal("/hub", Find("/hub", endpoint).Name);
    }

    [Fact]
    public void An_endpoint_with_a_wrong_offer_is_closed_and_says_which()
    {
        var match = Match("/books/7", new Endpoint(_ => Task.CompletedTask, new EndpointMetadataCollection(new RequireTalerPaymentAttribute("KUDOS:1") { Name = "{missing}" }), null));

        Assert.Equal(ResourceMatchKind.Ambiguous, match.Kind);
        Assert.False(match.IsFree);
        Assert.StartsWith("An endpoint:Name: ", match.Error?.Message, StringComparison.Ordinal);
    }

    private static Resource Find(string path, Endpoint endpoint)
    {
        var match = Match(path, endpoint);
        Assert.Equal(ResourceMatchKind.Found, match.Kind);
        return match.Resource!;
    }

    private static ResourceMatch Match(string path, Endpoint? endpoint)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.RouteValues["id"] = "7";
        context.SetEndpoint(endpoint);
        return EndpointResources.Match(context);
    }

    private static RouteEndpoint Route(string pattern, params object[] metadata) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0, new EndpointMetadataCollection(metadata), "A route");
}
