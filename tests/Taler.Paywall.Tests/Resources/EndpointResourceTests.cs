using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

public class EndpointResourceTests
{
    [Theory]
    [InlineData("/report", null, "/report")]
    [InlineData("/reports/{id:int}", null, "/reports/7")]
    [InlineData("/reports/{id}/{part?}", null, "/reports/7")]
    [InlineData("/reports/{id}/{**rest}", null, "/reports/7/a/b")]
    [InlineData("/reports/{id}", "report:{id}", "report:7")]
    public void An_endpoint_is_named_by_its_pattern_with_the_routers_values(string pattern, string? name, string expected)
    {
        var rule = Rule(pattern, name);

        var resource = Resource.FromEndpoint(rule, new RouteValueDictionary { ["id"] = 7, ["rest"] = "a/b/" });

        Assert.Equal(expected, resource.Name);
        Assert.Equal("KUDOS:1", resource.Price.ToString());
        Assert.StartsWith("/report", resource.FulfillmentPath, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_and_a_pattern_name_the_same_path_alike()
    {
        var pattern = Given.Patterns("/Reports/{id}").Find("/reports/a b%2Fc");

        var endpoint = Resource.FromEndpoint(Rule("/Reports/{id}", null), new RouteValueDictionary { ["id"] = "a b%2Fc" });

        Assert.Equal(pattern.Name, endpoint.Name);
        Assert.Equal(pattern.FulfillmentPath, endpoint.FulfillmentPath);
    }

    [Fact]
    public void A_value_of_the_router_keeps_its_slash_and_a_rest_does_not()
    {
        var values = new RouteValueDictionary { ["id"] = "a/", ["rest"] = "b/" };

        Assert.Equal("/reports/a%2F/b", Resource.FromEndpoint(Rule("/reports/{id}/{**rest}", null), values).Name);
    }

    [Fact]
    public void A_percent_sign_in_a_route_is_encoded() => Assert.Equal("/100%25/7", Resource.FromEndpoint(Rule("/100%/{id}", null), new() { ["id"] = 7 }).Name);

    [Fact]
    public void An_offer_with_a_single_mistake_is_refused()
    {
        var offer = Given.Sold(null);
        offer.RefundDelay = TimeSpan.FromDays(-1);

        Assert.Throws<InvalidOperationException>(() => ResourceRuleCompiler.ForEndpoint("GET /report", RoutePatternFactory.Parse("/report"), offer));
    }

    [Fact]
    public void A_wrong_offer_names_all_mistakes_and_the_endpoint()
    {
        var error = Assert.Throws<InvalidOperationException>(() => ResourceRuleCompiler.ForEndpoint("GET /report", RoutePatternFactory.Parse("/report"), Given.Sold(null, name: "{id}", price: "1")));

        Assert.Contains("GET /report:Price: \"1\" is not an amount.", error.Message, StringComparison.Ordinal);
        Assert.Contains("GET /report:Name: \"{id}\" names the value {id}", error.Message, StringComparison.Ordinal);
    }

    private static ResourceRule Rule(string pattern, string? name) => ResourceRuleCompiler.ForEndpoint("GET", RoutePatternFactory.Parse(pattern), Given.Sold(null, name));
}
