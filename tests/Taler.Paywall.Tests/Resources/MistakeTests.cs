using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

public class MistakeTests
{
    [Fact]
    public void A_mistake_names_its_key_and_the_cure() => Assert.Equal(
        ["TalerPaywall:Resources:2:Price: \"KUDOS:\" is not an amount. Write CURRENCY:VALUE, for example KUDOS:1.50."],
        Given.Mistakes(Given.Sold("/a"), Given.Sold("/b"), Given.Sold("/c", price: "KUDOS:")));

    [Fact]
    public void All_mistakes_come_at_once()
    {
        var mistakes = Given.Mistakes(
            new TalerPaywallResource { RefundDelay = TimeSpan.FromDays(-1) },
            Given.Sold("/a/{x}", name: "{y}", price: "1 KUDOS", path: "thanks", query: ["", "id", "ID", "X"]));

        string[] keys = ["0:Pattern", "0:Price", "0:RefundDelay", "1:Query:0", "1:Query:2", "1:Query:3", "1:Price", "1:Name"];
        Assert.Equal(keys.Select(key => $"TalerPaywall:Resources:{key}").Order(), mistakes.Select(mistake => mistake[..mistake.IndexOf(": ", StringComparison.Ordinal)]).Order());
    }

    [Theory]
    [InlineData(" ", "is empty. Write the name of a query value, for example id.")]
    [InlineData("ID", "\"ID\" is there twice. Remove one.")]
    [InlineData("x", "\"x\" is a value of the pattern too. Give one of them another name.")]
    [InlineData("Taler_Paywall", "\"Taler_Paywall\" is what the paywall's own pages put into a query. Give the value another name.")]
    public void A_query_value_has_a_name_of_its_own(string name, string message) => Assert.Equal(
        [$"TalerPaywall:Resources:0:Query:1: {message}"], Given.Mistakes(Given.Sold("/a/{x}", query: ["id", name])));

    [Theory]
    [InlineData(null, "Pattern: is missing")]
    [InlineData(" ", "Pattern: is missing")]
    [InlineData("/essays/{slug", "Pattern: \"/essays/{slug\" is not a route template")]
    [InlineData("/essays/{slug}/{slug}", "is not a route template")]
    [InlineData("/{**rest}/x", "is not a route template")]
    [InlineData("/a//b", "is not a route template")]
    [InlineData("/a?b", "is not a route template")]
    [InlineData("/my%20essay", "percent sign")]
    [InlineData("/a/../b", "dot segment")]
    [InlineData("/a/./b", "dot segment")]
    [InlineData("https://shop.example/essays", "is a URL. Write its path only, for example /essays/{slug}.")]
    [InlineData("HTTP://shop.example/{slug}", "is a URL. Write its path only")]
    [InlineData("/id/{id:integer}", "constraint that cannot be used")]
    [InlineData("/id/{id:length(x)}", "constraint that cannot be used")]
    public void A_pattern_that_cannot_be_used_is_a_mistake(string? pattern, string message) =>
        Assert.Contains(message, Assert.Single(Given.Mistakes(Given.Sold(pattern))), StringComparison.Ordinal);

    [Fact]
    public void A_free_path_is_no_URL() => Assert.Equal(
        ["TalerPaywall:FreePaths:0: \"https://shop.example/free\" is a URL. Write its path only, for example /essays/{slug}."],
        Given.Compiled([], ["https://shop.example/free"]).Mistakes);

    [Theory]
    [InlineData("/essays/{slug:grumpy}", "/free", "TalerPaywall:Resources:0:Pattern: \"/essays/{slug:grumpy}\"")]
    [InlineData("/essays/{slug}", "/essays/{slug:grumpy}", "TalerPaywall:FreePaths:0: \"/essays/{slug:grumpy}\"")]
    public void A_constraint_that_throws_is_a_mistake_that_names_its_key(string pattern, string free, string start) => Assert.Equal(
        [start + " has a constraint that fails. Not today. Make it answer for every text, and without anything of the request."],
        ResourceRuleCompiler.Compile([Given.Sold(pattern)], [free], Given.Section, Given.PoliciesWith<Grumpy>("grumpy")).Mistakes);

    [Theory]
    [InlineData(null, "Price: is missing. Write CURRENCY:VALUE")]
    [InlineData("", "Price: is missing")]
    [InlineData("1", "is not an amount")]
    [InlineData("KUDOS:-1", "is not an amount")]
    [InlineData("KUDOS:0", "is nothing")]
    [InlineData("KUDOS:0.00", "is nothing")]
    public void A_price_is_an_amount_above_zero(string? price, string message) =>
        Assert.Contains(message, Assert.Single(Given.Mistakes(Given.Sold("/a", price: price))), StringComparison.Ordinal);

    [Theory]
    [InlineData("essay:{slugg}", "names the value {slugg}, which is neither in the pattern nor in Query. Write {slug} or {page}, or leave it out.")]
    [InlineData("essay:{slug", "has a { without }")]
    [InlineData("essay:slug}", "has a } without {")]
    [InlineData("{slug}{page}", "two values without a character between them")]
    [InlineData("{page}{slug}", "two values without a character between them")]
    [InlineData("{slug}x{page}", "the character 'x' behind a value")]
    public void A_name_holds_only_known_values_well_apart(string name, string message) =>
        Assert.Contains(message, Assert.Single(Given.Mistakes(Given.Sold("/essays/{slug}/{page}", name))), StringComparison.Ordinal);

    [Theory]
    [InlineData("essays/{slug}", "does not begin with a slash")]
    [InlineData("/essays/{slug}?page=1", "has the character ?")]
    [InlineData("/essays/{slug}#top", "has the character #")]
    [InlineData("/my%20essays/{slug}", "has the character %")]
    [InlineData("/essays/{page}", "names the value {page}")]
    [InlineData("/essays", "do not hold the same values")]
    [InlineData("/thanks/{slug}", "which no pattern sells. The buyer would return to a page that is free for all. Write a path that \"/essays/{slug}\" matches")]
    [InlineData("/{slug}{slug}", "which no pattern sells")]
    [InlineData("/essays/{slug}/notes", "which TalerPaywall:Resources:1 sells under another name. The buyer would be asked to pay again. Write a path that is sold under the name essay:sample.")]
    [InlineData("/essays/x-{slug}", "which TalerPaywall:Resources:0 sells under another name")]
    public void A_fulfillment_path_leads_to_what_was_paid_for(string path, string message)
    {
        var mistakes = Given.Mistakes(Given.Sold("/essays/{slug}", "essay:{slug}", path: path), Given.Sold("/essays/{slug}/notes"));

        Assert.Contains(message, Assert.Single(mistakes), StringComparison.Ordinal);
        Assert.StartsWith("TalerPaywall:Resources:0:FulfillmentPath: ", mistakes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_fulfillment_path_that_reads_like_the_name_is_checked_too() => Assert.Contains(
        "FulfillmentPath: leads for example to /thing, which no pattern sells",
        Assert.Single(Given.Mistakes(Given.Sold("/a/{x}", "/thing", path: "/thing"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_name_that_leaves_out_a_required_value_needs_a_fulfillment_path()
    {
        var essay = Given.Sold("/essays/{slug}", "essay:{slug}");

        Assert.Contains("FulfillmentPath: is missing. The name leaves out {page}", Assert.Single(Given.Mistakes(essay, Given.Sold("/essays/{slug}/{page}", "essay:{slug}"))), StringComparison.Ordinal);
        Assert.Empty(Given.Mistakes(essay, Given.Sold("/essays/{slug}/{page}", "essay:{slug}", path: "/essays/{slug}")));
    }

    [Fact]
    public void A_name_holds_every_query_value() => Assert.Contains(
        "Name: \"report\" leaves out the query value {id}",
        Assert.Single(Given.Mistakes(Given.Sold("/report", "report", query: "id"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_summary_holds_no_value_that_the_name_leaves_out()
    {
        var settings = Given.Sold("/premium/{**rest}", "premium");
        settings.Summary = "Premium {rest}";

        Assert.Contains("Summary: \"Premium {rest}\" holds {rest}", Assert.Single(Given.Mistakes(settings)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a/{x}", "/a/{y}")]
    [InlineData("/a", "/A/")]
    [InlineData("/a/{x:int}", "/a/{y:min(1)}")]
    [InlineData("/a/{x}.pdf", "/a/{name}.{ext}")]
    [InlineData("/a/{x:int}", "/a/{y:guid}", false)]
    [InlineData("/a/{x}.pdf", "/a/{x}.txt", false)]
    [InlineData("/a/{x}", "/a/{x:int}", false)]
    [InlineData("/a/{x}", "/a/b", false)]
    [InlineData("/a/{x?}", "/a", false)]
    [InlineData("/{**x}", "/a/{**x}", false)]
    [InlineData("/a.", "/a")]
    public void Patterns_that_match_a_path_equally_well_sell_one_thing(string one, string other, bool overlap = true)
    {
        var mistakes = Given.Mistakes(Given.Sold(one, price: "KUDOS:1"), Given.Sold(other, price: "KUDOS:2"));

        Assert.Equal(overlap ? 1 : 0, mistakes.Count);
        Assert.All(mistakes, mistake => Assert.Contains("sell different things", mistake, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("essay:{slug}", "essay:special", true)]
    [InlineData("essay:{slug}", "essay:special:{y}", false)]
    [InlineData("{slug}:pdf", "special:pdf", true)]
    [InlineData("same", "same", true)]
    [InlineData("same", "other", false)]
    [InlineData("/other", null, true)]
    public void A_name_given_by_two_rules_is_one_offer(string one, string? other, bool collide)
    {
        var first = Given.Sold(one.Contains("{slug}") ? "/essays/{slug}" : "/essays", one);
        var second = Given.Sold(other?.Contains("{y}") is true ? "/other/{y}" : "/other", other, "KUDOS:5");

        var mistakes = Given.Mistakes(first, second);

        Assert.Equal(collide ? 1 : 0, mistakes.Count);
        Assert.All(mistakes, mistake => Assert.Contains("One name is one offer.", mistake, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_is_never_empty() => Assert.Contains(
        "Name: is empty where a request has the fewest values",
        Assert.Single(Given.Mistakes(Given.Sold("/essays/{slug?}", "{slug}"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_constraint_tells_two_spellings_of_a_name_apart()
    {
        var mistakes = Given.Mistakes(
            Given.Sold("/issue/{id:int}", "issue:{id}", path: "/issue/{id}"),
            Given.Sold("/issues/{id:alpha}", "issue:{id}", "KUDOS:2"),
            Given.Sold("/special", "issue:special"));

        Assert.Contains("TalerPaywall:Resources:2:Name: \"issue:special\" is also a name that TalerPaywall:Resources:1 gives", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_paths_may_bear_one_name() => Assert.Empty(Given.Mistakes(
        [.. Enumerable.Range(0, 10_000).Select(i => Given.Sold($"/issue/{i}", "year", path: "/issue/1"))]));

    [Fact]
    public void A_special_price_for_one_value_is_no_collision() => Assert.Empty(Given.Mistakes(
        Given.Sold("/essays/{slug}", "essay:{slug}"),
        Given.Sold("/essays/special", "essay:special", "KUDOS:5")));

    private sealed class Grumpy : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            throw new InvalidDataException("Not today.");
    }
}
