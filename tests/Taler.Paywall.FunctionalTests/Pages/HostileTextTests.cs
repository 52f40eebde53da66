namespace Taler.Paywall.FunctionalTests.Pages;

/// <summary>Summaries and titles with markup, quotes, line breaks and characters that steer the direction of text.</summary>
public sealed class HostileTextTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("</title><script>alert(1)</script>", "</title><script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>")]
    [InlineData("'; alert(1) //", "'; alert(1) //")]
    [InlineData("</script><!--", "</script><!--")]
    [InlineData("Maps\r\nSet-Cookie: a=b", "Maps Set-Cookie: a=b")]
    [InlineData("Free\u202Eyap ot\u202C\u2069\u2066", "Freeyap ot")]
    [InlineData("</bdi>{0}{1}", "</bdi>{0}{1}")]
    [InlineData("مقال عن الخرائط", "مقال عن الخرائط")]
    public async Task A_summary_is_text_and_nothing_else(string summary, string shown)
    {
        foreach (var indexable in new[] { "false", "true" })
        {
            var settings = Shop.Settings(sandbox.BaseUrl);
            settings["TalerPaywall:OrderCreation"] = "OnClick";
            settings["TalerPaywall:Resources:1:Summary"] = summary.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
            settings["TalerPaywall:Pages:SiteName"] = "<i>\"Shop\"</i>";
            settings["TalerPaywall:Pages:Indexable"] = indexable;
            await using var shop = await Shop.OpenAsync(settings);
            using var browser = new Browser(shop.BaseAddress);

            var page = await ShownPage.OpenAsync(browser, "/report");

            page.AssertOurs("en", page.Response.StatusCode);
            Assert.Equal(shown, page.Heading);
            Assert.Equal("bdi", Assert.Single(page.Document.QuerySelector("h1")!.Children).LocalName);
            Assert.Equal($"\u2068{shown}\u2069 · \u2068<i>\"Shop\"</i>\u2069", page.Document.Title);
            Assert.Equal(indexable == "true" ? 1 : 0, page.Document.QuerySelectorAll("script").Length);
            Assert.Empty(page.Document.QuerySelectorAll("img, i, main script"));
            Assert.False(page.Response.Headers.Contains("Set-Cookie") && page.Response.Headers.GetValues("Set-Cookie").Any(cookie => cookie.StartsWith("a=", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task An_address_with_quotes_stays_within_its_attribute()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderCreation"] = "OnClick";
        await using var shop = await Shop.OpenAsync(settings);
        using var browser = new Browser(shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, "/report?id=%22%3E%3Cb%3E&x='%22%3E<b>")).AssertOurs("en");

        Assert.StartsWith("/report?id=", page.Document.QuerySelector("form")!.GetAttribute("action"), StringComparison.Ordinal);
        Assert.Equal(["action", "method"], page.Document.QuerySelector("form")!.Attributes.Select(attribute => attribute.Name).Order());
        Assert.Empty(page.Document.QuerySelectorAll("b"));
    }
}
