namespace Taler.Paywall.Tests.Resources;

public class PrecedenceTests
{
    [Theory]
    [InlineData("/essays/free", "literal")]
    [InlineData("/ESSAYS/Free", "literal")]
    [InlineData("/essays/7", "number")]
    [InlineData("/essays/on-rain", "slug")]
    [InlineData("/essays/on-rain/notes", "notes")]
    [InlineData("/essays/on-rain/other", "rest")]
    [InlineData("/essays/a.pdf", "pdf")]
    [InlineData("/essays", "rest")]
    [InlineData("/", "all")]
    [InlineData("/else/where", "all")]
    public void The_most_specific_pattern_wins_in_any_order(string path, string name)
    {
        TalerPaywallResource[] settings =
        [
            Named("/{**all}", "all"), Named("/essays/{**rest}", "rest"), Named("/essays/{slug}", "slug"), Named("/essays/{id:int}", "number"),
            Named("/essays/{file}.pdf", "pdf"), Named("/essays/free", "literal"), Named("/essays/{slug}/notes", "notes"),
        ];

        foreach (var order in (TalerPaywallResource[][])[settings, [.. settings.Reverse()]])
        {
            var matcher = Given.Compiled(order).Matcher;

            Assert.Equal(name, matcher.NameOf(path));
        }
    }

    [Fact]
    public void A_less_specific_pattern_holds_where_a_constraint_fails_deeper_down()
    {
        var matcher = Given.Patterns("/a/b/{id:int}", "/a/{x}/{y}");

        Assert.Equal("/a/b/7", matcher.NameOf("/a/b/7"));
        Assert.Equal("/a/b/c", matcher.NameOf("/a/b/c"));
    }

    [Fact]
    public void Patterns_as_specific_that_sell_the_same_thing_are_one()
    {
        var matcher = Given.Matcher(Given.Sold("/a/{x:int}", "thing", path: "/thing"), Given.Sold("/a/{y:min(0)}", "thing", path: "/thing"), Given.Sold("/thing", "thing"));

        Assert.Equal("thing", matcher.Ask("/a/7").Resource?.Name);
    }

    [Fact]
    public void Patterns_as_specific_that_sell_different_things_are_refused()
    {
        // No sample of the start-up check meets both regular expressions, so the request itself is the first to show it.
        var matcher = Given.Patterns("/a/{x:regex(^q.*$)}", "/a/{y:regex(^.*z$)}/");

        Assert.Equal("/a/qa", matcher.NameOf("/a/qa"));
        Assert.Equal("Ambiguous", Given.Compiled(Given.Sold("/a/{x:regex(^q.*$)}", "one:{x}"), Given.Sold("/a/{y:regex(^.*z$)}", "two:{y}")).Matcher.NameOf("/a/qz"));
    }

    [Fact]
    public void A_rival_is_found_wherever_it_stands_in_the_settings()
    {
        TalerPaywallResource[] settings =
        [
            Named("/a/{x}/{y:int}", "second"), Named("/a/{x:int}/{y:int}", "first"), Named("/a/{x}/{y}", "third"), Named("/a/{x:min(0)}/{y:int}", "rival"),
        ];

        for (var i = 0; i < settings.Length; i++)
        {
            var matcher = Given.Compiled([.. settings[i..], .. settings[..i]]).Matcher;

            Assert.Equal("Ambiguous", matcher.NameOf("/a/7/7"));
            Assert.Equal("second", matcher.NameOf("/a/b/7"));
            Assert.Equal("third", matcher.NameOf("/a/b/c"));
        }
    }

    private static TalerPaywallResource Named(string pattern, string name) => Given.Sold(pattern, name, path: "/");
}
