using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

/// <summary>Mistakes that no setting shows alone are found with sample requests before the first visitor comes.</summary>
public class ConflictTests
{
    [Theory]
    [InlineData("int", "1")]
    [InlineData("long", "1")]
    [InlineData("decimal", "1")]
    [InlineData("bool", "true")]
    [InlineData("alpha", "sample")]
    [InlineData("required", "sample")]
    [InlineData("datetime", "2026-01-31")]
    [InlineData("guid", "5ba1e7a5-0000-4000-8000-000000000001")]
    [InlineData("length(1)", "1")]
    [InlineData("length(6)", "sample")]
    [InlineData("maxlength(1):alpha", "a")]
    [InlineData("minlength(10)", "sample-of-a-value")]
    [InlineData("min(500)", "1000")]
    [InlineData("min(500000)", "1000000")]
    [InlineData("range(2,2000)", "1000")]
    public void Every_constraint_of_the_router_has_a_sample(string constraint, string sample) => Assert.Contains(
        $"match /a/{sample} equally well and sell different things",
        Assert.Single(Given.Mistakes(Given.Sold($"/a/{{x:{constraint}}}"), Given.Sold($"/a/{{y:{constraint}}}", price: "KUDOS:2"))),
        StringComparison.Ordinal);

    [Fact]
    public void The_root_is_named_as_it_is_asked_for() => Assert.Contains(
        "match / equally well", Assert.Single(Given.Mistakes(Given.Sold("/"), Given.Sold("/", price: "KUDOS:2"))), StringComparison.Ordinal);

    [Fact]
    public void A_rule_with_a_mistake_of_its_own_is_held_against_no_other()
    {
        var wrong = Given.Sold("/a", price: "KUDOS:2");
        wrong.RefundDelay = TimeSpan.FromDays(-1);

        Assert.Equal(
            ["TalerPaywall:Resources:0:RefundDelay: -1.00:00:00 is negative. Write 0 for no refunds, or for example 7.00:00:00 for a week."],
            Given.Mistakes(wrong, Given.Sold("/a")));
    }

    [Fact]
    public void A_request_with_all_values_shows_what_the_one_with_the_fewest_does_not() => Assert.Contains(
        "FulfillmentPath: leads for example to /thanks/sample, which no pattern sells",
        Assert.Single(Given.Mistakes(Given.Sold("/essays/{slug?}", "essay:{slug}", path: "/thanks/{slug}"), Given.Sold("/thanks", "essay:"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_request_with_all_values_has_those_of_the_query_too() => Assert.Contains(
        "FulfillmentPath: leads for example to /thanks/sample?id=sample, which no pattern sells",
        Assert.Single(Given.Mistakes(
            Given.Sold("/essays/{slug?}", "essay:{slug}:{id}", path: "/thanks/{slug}", query: "id"), Given.Sold("/thanks", "essay::{id}", query: "id"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_request_with_the_fewest_values_shows_what_the_one_with_all_does_not() => Assert.Contains(
        "FulfillmentPath: leads for example to /thanks/sample, which no pattern sells",
        Assert.Single(Given.Mistakes(
            Given.Sold("/essays/{slug}/{page?}", "essay:{slug}:{page}", path: "/thanks/{slug}/{page}"),
            Given.Sold("/thanks/{slug}/{page}", "essay:{slug}:{page}"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("report:special:a")]
    [InlineData("report::")]
    public void A_name_that_another_rule_gives_for_some_query_values_is_found(string name)
    {
        var mistakes = Given.Mistakes(Given.Sold("/report", "report:{id}:{part}", query: ["id", "part"]), Given.Sold("/special", name, "KUDOS:5"));

        Assert.Contains("One name is one offer.", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_found_whatever_the_order_of_its_values()
    {
        var mistakes = Given.Mistakes(Given.Sold("/essays/{a}/{b}", "{b}:{a}"), Given.Sold("/special", "x:y", "KUDOS:5"));

        Assert.Contains("\"x:y\" is also a name that TalerPaywall:Resources:0 gives", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_rules_of_one_name_are_compared_though_no_request_can_be_made_from_the_name()
    {
        var mistakes = Given.Mistakes(
            Given.Sold("/a/{x}", "thing", path: "/thing"), Given.Sold("/thing", "thing"), Given.Sold("/b/{x}", "thing", "KUDOS:5", path: "/thing"));

        Assert.Contains(
            "TalerPaywall:Resources:2:Name: \"thing\" is also a name that TalerPaywall:Resources:0 gives", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_reads_like_a_path_is_held_against_what_is_sold_there()
    {
        var mistakes = Given.Mistakes(Given.Sold("/essays/{slug:minlength(10)}", "/other/{slug}"), Given.Sold("/other/{x}", price: "KUDOS:5"));

        Assert.Contains("One name is one offer.", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_path_that_another_reading_sells_is_named_by_its_own_key() => Assert.StartsWith(
        "TalerPaywall:FreePaths:0: \"/a./x\" and \"/a/{**rest}\" (TalerPaywall:Resources:0) match /a./x equally well and one of them is free.",
        Assert.Single(Given.Compiled([Given.Sold("/a/{**rest}")], ["/a./x"]).Mistakes),
        StringComparison.Ordinal);

    [Fact]
    public void A_constraint_that_fails_for_a_request_is_a_mistake_of_its_pattern()
    {
        var policies = new ServiceCollection()
            .AddLogging()
            .AddRouting(options => options.SetParameterPolicy<FailsForRequests>("fails"))
            .BuildServiceProvider()
            .GetRequiredService<ParameterPolicyFactory>();

        var mistakes = ResourceRuleCompiler.Compile([Given.Sold("/a/{x:fails}")], ["/b/{x:fails}"], Given.Section, policies).Mistakes;

        Assert.Equal(
            [
                "TalerPaywall:Resources:0:Pattern: \"/a/{x:fails}\" fails for the path /a/sample. Out of order.",
                "TalerPaywall:FreePaths:0: \"/b/{x:fails}\" fails for the path /b/sample. Out of order.",
            ],
            mistakes);
    }

    private sealed class FailsForRequests : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext!.Request.Path.HasValue ? throw new InvalidOperationException("Out of order.") : true;
    }
}
