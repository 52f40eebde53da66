namespace Taler.Paywall.Tests.Resources;

/// <summary>The setting <c>FreePaths</c> takes paths out of a pattern that covers them.</summary>
public class FreePathTests
{
    [Theory]
    [InlineData("/premium/teaser", "Free")]
    [InlineData("/PREMIUM/Teaser/", "Free")]
    [InlineData("/premium//teaser", "Ambiguous")]
    [InlineData("/premium/a/cover.jpg", "Free")]
    [InlineData("/premium/teaser/more", "/premium/teaser/more")]
    [InlineData("/premium/a/b/cover.jpg", "/premium/a/b/cover.jpg")]
    [InlineData("/premium/a", "/premium/a")]
    [InlineData("/premium", "/premium")]
    [InlineData("/else", "None")]
    public void The_more_specific_pattern_says_what_is_free(string path, string name) =>
        Assert.Equal(name, Given.PremiumBut("/premium/teaser", "/premium/{slug}/cover.jpg").NameOf(path));

    [Theory]
    [InlineData("/premium/teaser/..%2Fsecret")]
    [InlineData("/premium/teaser/..%5Csecret")]
    [InlineData("/premium/teaser/..\\secret")]
    [InlineData("/premium/teaser/%2e%2e/secret")]
    [InlineData("/premium/teaser/a/.. /../secret")]
    [InlineData("/premium/secret%2F..%2Fteaser")]
    public void A_path_that_is_free_in_one_reading_and_sold_in_another_is_refused(string path) =>
        Assert.Equal("Ambiguous", Given.PremiumBut("/premium/teaser/{**rest}").NameOf(path));

    [Theory]
    [InlineData("/premium/7", "Free")]
    [InlineData("/premium/seven", "/premium/seven")]
    public void A_constraint_says_which_values_are_free(string path, string name) => Assert.Equal(name, Given.PremiumBut("/premium/{page:int}").NameOf(path));

    [Fact]
    public void A_less_specific_free_path_opens_nothing() => Assert.Equal("/premium/a", Given.PremiumBut("/{**all}").NameOf("/premium/a"));

    [Fact]
    public void A_free_path_within_a_free_path_can_be_sold_again()
    {
        var matcher = Given.Compiled([Given.Sold("/a/{**rest}"), Given.Sold("/a/b/c/{**rest}", price: "KUDOS:2")], ["/a/b/{**rest}"]).Matcher;

        Assert.Equal("/a/x", matcher.NameOf("/a/x"));
        Assert.Equal("Free", matcher.NameOf("/a/b/x"));
        Assert.Equal("/a/b/c/x", matcher.NameOf("/a/b/c/x"));
    }

    [Fact]
    public void Free_paths_hold_for_every_method() => Assert.Equal("Free", Given.PremiumBut("/premium/teaser").NameFor("DELETE", "/premium/teaser"));

    [Fact]
    public void Free_paths_may_overlap() => Assert.Equal("Free", Given.PremiumBut("/premium/{a:int}", "/premium/{b:min(3)}").NameOf("/premium/7"));

    [Theory]
    [InlineData("/essays/{slug}", "/essays/{name}", "/essays/sample")]
    [InlineData("/essays/{id:int}", "/essays/{id:long}", "/essays/1")]
    [InlineData("/report", "/Report", "/report")]
    public void What_is_sold_and_free_alike_stops_the_start(string sold, string free, string path) => Assert.Equal(
        [$"TalerPaywall:Resources:0:Pattern: \"{sold}\" and \"{free}\" (TalerPaywall:FreePaths:0) match {path} equally well and one of them is free. Make the one that shall hold there more specific."],
        Given.Compiled([Given.Sold(sold)], [free]).Mistakes);

    [Fact]
    public void Only_the_sample_of_the_free_path_shows_some_conflicts() => Assert.Contains(
        "TalerPaywall:Resources:0:Pattern: \"/essays/{a:range(1,1000)}\" and \"/essays/{b:length(1)}\" (TalerPaywall:FreePaths:0)",
        Assert.Single(Given.Compiled([Given.Sold("/essays/{a:range(1,1000)}")], ["/essays/{b:length(1)}"]).Mistakes),
        StringComparison.Ordinal);

    [Fact]
    public void Nobody_may_return_from_paying_to_a_free_page() => Assert.Contains(
        "TalerPaywall:Resources:0:FulfillmentPath: leads for example to /essays/sample/thanks, which no pattern sells.",
        Assert.Single(Given.Compiled([Given.Sold("/essays/{slug}/{**rest}", "essay:{slug}", path: "/essays/{slug}/thanks")], ["/essays/{slug}/thanks"]).Mistakes),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is missing.")]
    [InlineData("/a/{", "\"/a/{\" is not a route template.")]
    [InlineData("/a/{x:nonsense}", "has a constraint that cannot be used.")]
    [InlineData("/a%20b", "has a percent sign.")]
    [InlineData("/a/../b", "has a dot segment")]
    public void A_free_path_that_cannot_be_read_is_a_mistake(string path, string message)
    {
        var mistake = Assert.Single(Given.Compiled([Given.Sold("/premium")], [path]).Mistakes);

        Assert.StartsWith("TalerPaywall:FreePaths:0: ", mistake, StringComparison.Ordinal);
        Assert.Contains(message, mistake, StringComparison.Ordinal);
    }
}
