using Microsoft.AspNetCore.Http;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

public class FailClosedTests
{
    [Fact]
    public void A_constraint_that_throws_is_no_way_in()
    {
        var values = new ResourceValues(Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/a/{x}", defaults: null, parameterPolicies: new { x = new Broken() }), []);
        var template = TemplateParser.FromPattern(TemplateKind.Path, values, _ => false);
        var rule = new ResourceRule
        {
            Setting = "test",
            Values = values,
            Reader = new PatternReader(values, Given.Policies),
            Name = template,
            Summary = template,
            FulfillmentPath = template,
            Price = Taler.Merchant.Amount.Parse("KUDOS:1"),
        };
        var matcher = ResourceMatcher.Compile([rule]);

        var match = matcher.Ask("/a/b");

        Assert.Equal(ResourceMatchKind.Ambiguous, match.Kind);
        Assert.Equal("broken", match.Error?.Message);
        Assert.Equal(ResourceMatchKind.None, matcher.Ask("/b").Kind);
    }

    [Fact]
    public void A_path_base_is_not_part_of_the_pattern()
    {
        var context = new DefaultHttpContext();
        context.Request.PathBase = "/app";
        context.Request.Path = "/premium";
        var matcher = Given.Patterns("/premium");

        Assert.Equal("/premium", matcher.Match(context).Resource?.FulfillmentPath);
        context.Request.PathBase = "";
        Assert.Equal("/premium", matcher.Match(context).Resource?.FulfillmentPath);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("get")]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("CONNECT")]
    [InlineData("anything")]
    public void Every_method_is_gated(string method)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = "/premium";

        Assert.Equal(ResourceMatchKind.Found, Given.Patterns("/premium").Match(context).Kind);
    }

    private sealed class Broken : Microsoft.AspNetCore.Routing.IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, Microsoft.AspNetCore.Routing.IRouter? route, string routeKey, Microsoft.AspNetCore.Routing.RouteValueDictionary values, Microsoft.AspNetCore.Routing.RouteDirection routeDirection) =>
            throw new InvalidOperationException("broken");
    }
}
