namespace Taler.Paywall.Tests.Resources;

/// <summary>The setting <c>Methods</c> sells some methods of a path and leaves the others free.</summary>
public class MethodTests
{
    private const string Override = "X-HTTP-Method-Override";

    [Theory]
    [InlineData("POST", "/render", "/render")]
    [InlineData("post", "/render", "/render")]
    [InlineData("PoSt", "/RENDER/", "/render")]
    [InlineData("POST", "/x%2F..%2Frender", "/render")]
    [InlineData("PUT", "/render", "/render")]
    [InlineData("GET", "/render", "None")]
    [InlineData("OPTIONS", "/render", "None")]
    [InlineData("BREW", "/render", "None")]
    public void A_method_that_is_not_named_is_free(string method, string path, string name) =>
        Assert.Equal(name, Given.Matcher(Given.SoldFor("/render", "POST put")).NameFor(method, path));

    [Theory]
    [InlineData("GET")]
    [InlineData("get")]
    [InlineData("HEAD")]
    [InlineData("head")]
    [InlineData("CONNECT")]
    public void Who_sells_GET_sells_what_tells_as_much(string method) =>
        Assert.Equal("/page", Given.Matcher(Given.SoldFor("/page", "GET")).NameFor(method, "/page"));

    [Fact]
    public void Every_method_of_http_and_the_common_ones_of_webdav_can_be_sold()
    {
        var methods = "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT SEARCH";

        Assert.All(methods.Split(' '), method => Assert.Equal("/page", Given.Matcher(Given.SoldFor("/page", method)).NameFor(method, "/page")));
    }

    [Theory]
    [InlineData("Head")]
    [InlineData("connect")]
    public void HEAD_and_CONNECT_stand_for_GET_in_the_setting_too(string setting) =>
        Assert.Equal("/page", Given.Matcher(Given.SoldFor("/page", setting)).NameFor("GET", "/page"));

    [Fact]
    public void Methods_of_one_path_can_have_two_prices()
    {
        var matcher = Given.Matcher(Given.SoldFor("/data", "GET", "read"), Given.SoldFor("/data", "POST DELETE", "write", "KUDOS:5"));

        Assert.Equal("read", matcher.NameFor("GET", "/data"));
        Assert.Equal("write", matcher.NameFor("DELETE", "/data"));
        Assert.Equal("None", matcher.NameFor("PATCH", "/data"));
    }

    [Fact]
    public void A_less_specific_pattern_holds_for_the_methods_that_the_more_specific_one_leaves()
    {
        var matcher = Given.Matcher(Given.SoldFor("/data/today", "GET", "today"), Given.Sold("/data/{**rest}"));

        Assert.Equal("today", matcher.NameFor("GET", "/data/today"));
        Assert.Equal("/data/today", matcher.NameFor("POST", "/data/today"));
    }

    [Theory]
    [InlineData("GET POST", "POST PUT", true)]
    [InlineData("GET PUT", "POST PUT", true)]
    [InlineData("HEAD", "GET", true)]
    [InlineData("GET", "POST", false)]
    public void Patterns_as_specific_may_not_share_a_method_at_two_prices(string one, string other, bool overlap)
    {
        var mistakes = Given.Mistakes(Given.SoldFor("/data/{x}", one, "one:{x}"), Given.SoldFor("/data/{y}", other, "two:{y}", "KUDOS:5"));

        Assert.Equal(overlap, mistakes.Any(mistake => mistake.Contains("match /data/sample equally well", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("x-http-method-override")]
    [InlineData("X-HTTP-Method")]
    [InlineData("X-Method-Override")]
    [InlineData("Access-Control-Request-Method")]
    public void A_request_that_may_be_handled_as_a_sold_method_is_sold(string header) =>
        Assert.Equal("/page", Given.Matcher(Given.SoldFor("/page", "GET")).NameFor("POST", "/page", (header, " get ")));

    [Fact]
    public void A_request_that_two_methods_sell_differently_is_refused()
    {
        var matcher = Given.Matcher(Given.SoldFor("/data", "GET", "dear", "KUDOS:5"), Given.SoldFor("/data", "POST", "cheap"));

        Assert.Equal("Ambiguous", matcher.NameFor("POST", "/data", (Override, "GET")));
    }

    [Fact]
    public void A_more_specific_cheap_method_does_not_open_the_dear_one()
    {
        var matcher = Given.Matcher(Given.SoldFor("/data/{x}", "GET", "dear:{x}", "KUDOS:5"), Given.SoldFor("/data/today", "POST", "cheap"));

        Assert.Equal("Ambiguous", matcher.NameFor("POST", "/data/today", (Override, "GET")));
    }

    [Fact]
    public void Every_override_that_a_request_holds_is_a_reading() =>
        Assert.Equal("/page", Given.Matcher(Given.SoldFor("/page", "GET")).NameFor("POST", "/page", (Override, "PUT"), (Override, "GET"), ("X-HTTP-Method", "DELETE")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("GET,POST")]
    [InlineData("G T")]
    [InlineData("GTE")]
    [InlineData("BREW")]
    public void A_method_that_nobody_knows_is_a_typing_error(string? method)
    {
        var resource = Given.Sold("/page");
        resource.Methods.Add(method!);

        Assert.Equal(
            [$"TalerPaywall:Resources:0:Methods:0: \"{method}\" is no HTTP method that is known here. Write for example GET, or leave Methods out to sell all."],
            Given.Mistakes(resource));
    }

    [Fact]
    public void What_is_sold_for_POST_may_return_to_a_page_that_is_free_to_open() =>
        Assert.Empty(Given.Mistakes(Given.SoldFor("/render/{id}", "POST", "render:{id}")));
}
