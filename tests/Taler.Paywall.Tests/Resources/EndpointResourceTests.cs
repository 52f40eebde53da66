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
    public void A_wrong_offer_names_all_mistakes_and_the_endpoint()
    {
        var error = Assert.Throws<InvalidOperationException>(() => ResourceRuleCompiler.ForEndpoint("GET /report", RoutePatternFactory.Parse("/report"), Given.Sold(null, name: "{id}", price: "1")));

        Assert.Contains("GET /report:Price: \"1\" is not an amount.", error.Message, StringComparison.Ordinal);
        Assert.Contains("GET /report:Name: \"{id}\" names the value {id}", error.Message, StringComparison.Ordinal);
    }

    private static ResourceRule Rule(string pattern, string? name) => ResourceRuleCompiler.ForEndpoint("GET", RoutePatternFactory.Parse(pattern), Given.Sold(null, name));
}
