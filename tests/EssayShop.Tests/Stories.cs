using System.Net;
using Taler.TestKit;

namespace EssayShop.Tests;

/// <summary>What a reader lives through in the shop, whichever backend it sells through. Each story has a reader of its own.</summary>
public abstract class Stories(ShopFixture fixture) : IAsyncLifetime
{
    private const string Essay = "/essays/bread";
    private const string Title = "The Slow Half of Bread";
    private const string Price = "0.5 KUDOS";

    private readonly Browser _browser = new();

    protected Browser Browser => _browser;

    public async ValueTask InitializeAsync()
    {
        await fixture.Sandbox.ClearFaultsAsync();
        await fixture.Sandbox.ClearRequestsAsync();
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_index_names_at_least_six_essays_with_their_prices()
    {
        var page = await _browser.OpenAsync(Shop("/"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        var offers = page.Document.QuerySelectorAll(".shelf > li");
        Assert.True(offers.Length >= 6);
        Assert.All(offers, offer => Assert.Matches(@"^\d+(\.\d+)? KUDOS$", offer.QuerySelector(".price")!.TextContent));
        Assert.Empty(await CallsAsync());
    }

    [Fact]
    public async Task Every_essay_and_its_illustration_must_be_paid_for()
    {
        var index = await _browser.OpenAsync(Shop("/"));
        foreach (var link in index.Document.QuerySelectorAll(".shelf h2 a"))
        {
            using var stranger = new Browser();
            await stranger.OpenAsync(index.Url);
            using var illustration = await stranger.LoadAsync(link.GetAttribute("href") + "/illustration.svg");
            Assert.Equal(HttpStatusCode.PaymentRequired, illustration.StatusCode);
            Assert.Empty(await illustration.Content.ReadAsByteArrayAsync());

            var page = await stranger.FollowAsync(link.TextContent);

            AssertPaymentPage(page, link.TextContent);
        }
    }

    [Theory]
    [InlineData("/essays/alchemy")]
    [InlineData("/essays/alchemy/illustration.svg")]
    [InlineData("/essays")]
    [InlineData("/essays/breadcrumbs")]
    public async Task What_is_not_there_is_not_sold(string path)
    {
        var page = await _browser.OpenAsync(Shop(path));

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("There is no such page", page.Heading);
        Assert.Empty(await CallsAsync());
    }

    [Theory]
    [InlineData("/Essays/BREAD")]
    [InlineData("/essays/bread/")]
    [InlineData("//essays//bread")]
    [InlineData("/essays/%62read")]
    [InlineData("/essays/bread/illustration.svg")]
    [InlineData("/essays/bread/refund")]
    public async Task No_spelling_of_the_path_is_a_way_around(string path)
    {
        var page = await _browser.OpenAsync(new Uri(fixture.Shop.Address.GetLeftPart(UriPartial.Authority) + path));

        AssertPaymentPage(page, Title);
    }

    [Fact]
    public async Task A_reader_chooses_pays_and_reads()
    {
        await _browser.OpenAsync(Shop("/"));
        AssertPaymentPage(await _browser.FollowAsync(Title), Title);

        var page = await _browser.PressAsync("Pay");

        AssertEssay(page);
        using var illustration = await _browser.LoadAsync(page.Document.QuerySelector("figure img")!.GetAttribute("src")!);
        Assert.Equal(HttpStatusCode.OK, illustration.StatusCode);
        Assert.Equal("image/svg+xml", illustration.Content.Headers.ContentType?.MediaType);
        Assert.True(illustration.Headers.CacheControl?.Private);
    }

    [Fact]
    public async Task A_reader_who_pays_with_a_wallet_elsewhere_comes_back_without_pressing_anything()
    {
        await _browser.OpenAsync(Shop(Essay));

        await fixture.Sandbox.PayAsync("phone-" + Guid.NewGuid().ToString("N"), _browser.Page.Link("Open in a Taler wallet").OriginalString);

        AssertEssay(await _browser.WaitForRefreshAsync());
    }

    [Fact]
    public async Task A_reload_does_not_ask_the_backend()
    {
        await BuyAsync();
        await fixture.Sandbox.ClearRequestsAsync();

        AssertEssay(await _browser.ReloadAsync());
        AssertEssay(await _browser.OpenAsync(Shop(Essay)));

        Assert.Empty(await CallsAsync());
    }

    [Fact]
    public async Task One_essay_does_not_open_another()
    {
        await BuyAsync();

        AssertPaymentPage(await _browser.OpenAsync(Shop("/essays/maps")), "What a Map Leaves Out");
    }

    [Fact]
    public async Task Another_browser_must_pay()
    {
        await BuyAsync();
        using var other = new Browser();

        AssertPaymentPage(await other.OpenAsync(Shop(Essay)), Title);
    }

    [Fact]
    public async Task Who_lost_the_cookie_of_the_shop_does_not_pay_twice()
    {
        await BuyAsync();
        _browser.Forget(fixture.Shop.Address);

        AssertPaymentPage(await _browser.OpenAsync(Shop(Essay)), Title);
        AssertEssay(await _browser.PressAsync("Pay"));

        Assert.Single(await CallsAsync(), call => call.EndsWith("/pay", StringComparison.Ordinal));
        Assert.Single(await CallsAsync(), call => call.EndsWith("/paid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_loses_the_cookie_and_reloads_is_told_about_it_and_gets_on()
    {
        await BuyAsync();
        _browser.Forget(fixture.Shop.Address);

        Assert.Equal("This page needs a cookie", (await _browser.ReloadAsync()).Heading);
        AssertPaymentPage(await _browser.FollowAsync("Go on"), Title);

        AssertEssay(await _browser.PressAsync("Pay"));
        Assert.Single(await CallsAsync(), call => call.EndsWith("/pay", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reader_returns_the_essay_gets_the_money_and_buys_it_again()
    {
        await BuyAsync();

        var offer = await _browser.PressAsync("Refund this essay");
        Assert.Equal(fixture.SandboxAuthority, offer.Url.Authority);
        Assert.Equal("Your refund is ready", offer.Heading);

        var refunded = await _browser.PressAsync("Pick up the refund");
        AssertRefunded(refunded);
        Assert.False(refunded.HasLink("Pick up the refund"));

        AssertPaymentPage(await _browser.PressAsync("Buy again"), Title);
        AssertEssay(await _browser.PressAsync("Pay"));
        Assert.Equal(2, (await CallsAsync()).Count(call => call.EndsWith("/pay", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refund_that_was_not_picked_up_waits_behind_the_essay()
    {
        await BuyAsync();
        await _browser.PressAsync("Refund this essay");

        AssertRefunded(await _browser.OpenAsync(Shop(Essay)));
        using var illustration = await _browser.LoadAsync(Essay + "/illustration.svg");
        Assert.Equal(HttpStatusCode.PaymentRequired, illustration.StatusCode);

        await _browser.FollowAsync("Pick up the refund");
        AssertRefunded(await _browser.PressAsync("Pick up the refund"));
    }

    [Fact]
    public async Task A_form_without_its_token_refunds_nothing()
    {
        await BuyAsync();
        _browser.Page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.Remove();

        var page = await _browser.PressAsync("Refund this essay");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("That did not work", page.Heading);
        AssertEssay(await _browser.OpenAsync(Shop(Essay)));
    }

    [Fact]
    public async Task A_refund_that_the_backend_does_not_grant_leaves_the_essay_open()
    {
        await BuyAsync();
        await fixture.Sandbox.SetFaultAsync(new SandboxFault("POST private/orders/*/refund") { Status = 403, Times = 100 });

        var page = await _browser.PressAsync("Refund this essay");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal("The refund did not go through", page.Heading);
        AssertEssay(await _browser.FollowAsync("Back to the essay"));
    }

    [Fact]
    public async Task A_refund_cannot_be_had_without_a_payment()
    {
        using var http = new HttpClient();
        using var nothing = new FormUrlEncodedContent([]);

        using var response = await http.PostAsync(Shop(Essay + "/refund"), nothing);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
    }

    [Fact]
    public async Task The_page_that_explains_is_free()
    {
        await _browser.OpenAsync(Shop("/"));

        var page = await _browser.OpenAsync(new Uri(fixture.Shop.Address, _browser.Page.Document.QuerySelectorAll("nav a")[1].GetAttribute("href")));

        Assert.Equal("What just happened", page.Heading);
        Assert.Equal(8, page.Document.QuerySelectorAll("ol > li").Length);
        Assert.Equal(8, page.Document.QuerySelectorAll(".diagram .number").Length);
        Assert.Empty(await CallsAsync());
    }

    [Fact]
    public async Task Every_page_of_the_way_is_well_made()
    {
        await _browser.OpenAsync(Shop("/"));
        await WellMade.AssertAsync(_browser);
        await _browser.OpenAsync(Shop("/how-it-works"));
        await WellMade.AssertAsync(_browser);
        await _browser.OpenAsync(Shop("/essays/alchemy"));
        await WellMade.AssertAsync(_browser);
        foreach (var offer in (await _browser.OpenAsync(Shop("/"))).Document.QuerySelectorAll(".shelf h2 a"))
        {
            await _browser.OpenAsync(Shop(offer.GetAttribute("href")!));
            await WellMade.AssertAsync(_browser);
            await _browser.PressAsync("Pay");
            Assert.Equal(offer.TextContent, _browser.Page.Heading);
            await WellMade.AssertAsync(_browser);
        }
        await _browser.PressAsync("Refund this essay");
        await WellMade.AssertAsync(_browser);
        await _browser.PressAsync("Pick up the refund");
        await WellMade.AssertAsync(_browser);
    }

    [Fact]
    public async Task Titles_tell_the_pages_apart()
    {
        var index = await _browser.OpenAsync(Shop("/"));
        var titles = new List<string> { index.Title };
        foreach (var path in new[] { "/how-it-works", "/essays/alchemy", Essay })
            titles.Add((await _browser.OpenAsync(Shop(path))).Title);
        titles.Add((await _browser.PressAsync("Pay")).Title);

        Assert.Equal(titles.Count, titles.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_log_tells_no_error_and_no_secret()
    {
        await BuyAsync();
        await _browser.PressAsync("Refund this essay");
        var cookie = _browser.Cookie(fixture.Shop.Address, ".Taler.Paywall");

        var log = fixture.Shop.Log;

        Assert.NotNull(cookie);
        Assert.DoesNotContain(cookie, log, StringComparison.Ordinal);
        Assert.DoesNotContain(SandboxProcess.AccessToken, log, StringComparison.Ordinal);
        Assert.DoesNotContain("session_id", log, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^(fail|crit): ", log);
    }

    protected Uri Shop(string path) => new(fixture.Shop.Address, path);

    private async Task BuyAsync()
    {
        await _browser.OpenAsync(Shop(Essay));
        AssertEssay(await _browser.PressAsync("Pay"));
    }

    /// <summary>What was asked of the backend so far, as "METHOD path".</summary>
    private async Task<IReadOnlyList<string>> CallsAsync() =>
        [.. (await fixture.Sandbox.RequestsAsync()).Select(request => $"{request.Method} {request.Path}")];

    private void AssertPaymentPage(Page page, string title)
    {
        Assert.Equal(fixture.SandboxAuthority, page.Url.Authority);
        Assert.Equal(HttpStatusCode.PaymentRequired, page.Status);
        Assert.Equal("Essay: " + title, page.Heading);
        Assert.True(page.HasButton("Pay"));
    }

    private void AssertEssay(Page page)
    {
        Assert.Equal(Shop(Essay), page.Url);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(Title, page.Heading);
        Assert.True(page.Document.QuerySelectorAll("article p").Length > 5);
        Assert.True(page.HasButton("Refund this essay"));
        Assert.Contains($"you can have your {Price} back", page.Text, StringComparison.Ordinal);
    }

    private void AssertRefunded(Page page)
    {
        Assert.Equal(Shop(Essay), page.Url);
        Assert.Equal(HttpStatusCode.PaymentRequired, page.Status);
        Assert.Equal("Your payment was refunded", page.Heading);
        Assert.True(page.HasButton("Buy again"));
    }
}
