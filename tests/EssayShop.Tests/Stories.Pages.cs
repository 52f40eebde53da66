using System.Net;
using Taler.TestKit;

namespace EssayShop.Tests;

/// <summary>What is free, and how everything is made.</summary>
public abstract partial class Stories
{
    [Fact]
    public async Task The_index_names_at_least_six_essays_with_their_prices()
    {
        var page = await Browser.OpenAsync(Shop("/"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        var offers = page.Document.QuerySelectorAll(".shelf > li");
        Assert.True(offers.Length >= 6);
        Assert.All(offers, offer => Assert.Matches(@"^\d+(\.\d+)? KUDOS$", offer.QuerySelector(".price")!.TextContent));
        Assert.Empty(await CallsAsync());
    }

    [Theory]
    [InlineData("/essays/alchemy")]
    [InlineData("/essays/alchemy/illustration.svg")]
    [InlineData("/essays")]
    [InlineData("/essays/breadcrumbs")]
    public async Task What_is_not_there_is_not_sold(string path)
    {
        var page = await Browser.OpenAsync(Shop(path));

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("There is no such page", page.Heading);
        Assert.Empty(await CallsAsync());
    }

    [Fact]
    public async Task The_page_that_explains_is_free()
    {
        await Browser.OpenAsync(Shop("/"));

        var page = await Browser.OpenAsync(new Uri(fixture.Address, Browser.Page.Document.QuerySelectorAll("nav a")[1].GetAttribute("href")));

        Assert.Equal("How it works", page.Heading);
        Assert.Equal("How it works", page.Document.QuerySelectorAll("nav a")[1].TextContent);
        Assert.DoesNotContain("You clicked", page.Text, StringComparison.Ordinal);
        Assert.Equal(8, page.Document.QuerySelectorAll("ol > li").Length);
        Assert.Equal(8, page.Document.QuerySelectorAll(".diagram .number").Length);
        Assert.Empty(await CallsAsync());
    }

    [Fact]
    public async Task Every_page_of_the_way_is_well_made()
    {
        await Browser.OpenAsync(Shop("/"));
        await WellMade.AssertAsync(Browser);
        await Browser.OpenAsync(Shop("/how-it-works"));
        await WellMade.AssertAsync(Browser);
        await Browser.OpenAsync(Shop("/essays/alchemy"));
        await WellMade.AssertAsync(Browser);
        foreach (var offer in (await Browser.OpenAsync(Shop("/"))).Document.QuerySelectorAll(".shelf h2 a"))
        {
            await Browser.OpenAsync(Shop(offer.GetAttribute("href")!));
            await WellMade.AssertAsync(Browser);
            await Browser.PressAsync("Pay");
            Assert.Equal(offer.TextContent, Browser.Page.Heading);
            await WellMade.AssertAsync(Browser);
        }
        await Browser.PressAsync("Refund this essay");
        await WellMade.AssertAsync(Browser);
        await Browser.PressAsync("Pick up the refund");
        await WellMade.AssertAsync(Browser);
    }

    [Fact]
    public async Task Titles_tell_the_pages_apart()
    {
        var index = await Browser.OpenAsync(Shop("/"));
        var titles = new List<string> { index.Title };
        foreach (var path in new[] { "/how-it-works", "/essays/alchemy", Essay })
            titles.Add((await Browser.OpenAsync(Shop(path))).Title);
        titles.Add((await Browser.PressAsync("Pay")).Title);

        Assert.Equal(titles.Count, titles.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_log_tells_no_error_and_no_secret()
    {
        await BuyAsync();
        await Browser.PressAsync("Refund this essay");
        var cookie = Browser.Cookie(fixture.Address, ".Taler.Paywall");

        var log = fixture.Shop.Log;

        Assert.NotNull(cookie);
        Assert.DoesNotContain(cookie, log, StringComparison.Ordinal);
        Assert.DoesNotContain(SandboxProcess.AccessToken, log, StringComparison.Ordinal);
        Assert.DoesNotContain("session_id", log, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^(fail|crit): ", log);
    }
}
