using System.Text;
using Microsoft.AspNetCore.Http;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

public class FailClosedTests
{
    [Fact]
    public void No_path_whatever_its_bytes_makes_the_matcher_throw()
    {
        var random = new Random(967);
        var matcher = Given.Matcher(
            Given.Sold("/premium/{**rest}"), Given.Sold("/files/{name}.{ext?}"), Given.Sold("/essays/{slug}", "essay:{slug}"), Given.Sold("/id/{id:int}", query: "q"));
        string[] starts = ["/premium/", "/files/", "/essays/", "/id/", "/", "/x/../premium/", "/%2e%2e/", ""];
        var bytes = new byte[40];

        for (var i = 0; i < 30_000; i++)
        {
            random.NextBytes(bytes);
            var noise = (i % 3) switch
            {
                0 => Encoding.Latin1.GetString(bytes),
                1 => Encoding.UTF8.GetString(bytes),
                _ => new string([.. Enumerable.Range(0, 20).Select(_ => (char)random.Next(0x10000))]),
            };
            var path = starts[i % starts.Length] + noise[..random.Next(noise.Length)];
            var match = matcher.Ask(path.StartsWith('/') ? path : "/" + path, "?q=" + Uri.EscapeDataString(noise.Replace("\ud800", "")));

            Assert.True(match.Kind is not ResourceMatchKind.None || !path.StartsWith("/premium/", StringComparison.Ordinal), path);
            if (match.Resource is { } resource)
                AssertCanonical(resource);
        }
    }

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

    private static void AssertCanonical(Resource resource)
    {
        Assert.StartsWith("/", resource.FulfillmentPath, StringComparison.Ordinal);
        Assert.All(resource.FulfillmentPath + resource.Name, c => Assert.InRange(c, '!', '~'));
        Assert.True(resource.FulfillmentPath is "/" || resource.FulfillmentPath.Split('?')[0][^1] is not '/', resource.FulfillmentPath);
    }

    private sealed class Broken : Microsoft.AspNetCore.Routing.IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, Microsoft.AspNetCore.Routing.IRouter? route, string routeKey, Microsoft.AspNetCore.Routing.RouteValueDictionary values, Microsoft.AspNetCore.Routing.RouteDirection routeDirection) =>
            throw new InvalidOperationException("broken");
    }
}
