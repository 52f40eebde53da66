using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Taler.TestKit;

namespace EssayShop.Tests;

/// <summary>Paying and coming back.</summary>
public abstract partial class Stories
{
    [Fact]
    public async Task Every_essay_and_its_illustration_must_be_paid_for()
    {
        var index = await Browser.OpenAsync(Shop("/"));
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
    [InlineData("/Essays/BREAD")]
    [InlineData("/essays/bread/")]
    [InlineData("//essays//bread")]
    [InlineData("/essays/%62read")]
    [InlineData("/essays/bread/illustration.svg")]
    [InlineData("/essays/bread/refund")]
    public async Task No_spelling_of_the_path_is_a_way_around(string path)
    {
        var page = await Browser.OpenAsync(new Uri(fixture.Address.GetLeftPart(UriPartial.Authority) + path));

        AssertPaymentPage(page, Title);
    }

    [Fact]
    public async Task A_reader_chooses_pays_and_reads()
    {
        await Browser.OpenAsync(Shop("/"));
        AssertPaymentPage(await Browser.FollowAsync(Title), Title);

        var page = await Browser.PressAsync("Pay");

        AssertEssay(page);
        using var illustration = await Browser.LoadAsync(page.Document.QuerySelector("figure img")!.GetAttribute("src")!);
        Assert.Equal(HttpStatusCode.OK, illustration.StatusCode);
        Assert.Equal("image/svg+xml", illustration.Content.Headers.ContentType?.MediaType);
        Assert.True(illustration.Headers.CacheControl?.Private);
    }

    [Fact]
    public async Task A_reader_who_pays_with_a_wallet_elsewhere_comes_back_without_pressing_anything()
    {
        await Browser.OpenAsync(Shop(Essay));

        await fixture.Sandbox.PayAsync("phone-" + Guid.NewGuid().ToString("N"), Browser.Page.Link("Open in a Taler wallet").OriginalString);

        AssertEssay(await Browser.WaitForRefreshAsync());
    }

    [Fact]
    public async Task A_reload_does_not_ask_the_backend()
    {
        await BuyAsync();
        await fixture.Sandbox.ClearRequestsAsync();

        AssertEssay(await Browser.ReloadAsync());
        AssertEssay(await Browser.OpenAsync(Shop(Essay)));

        Assert.Empty(await CallsAsync());
    }

    [Fact]
    public async Task One_essay_does_not_open_another()
    {
        await BuyAsync();

        AssertPaymentPage(await Browser.OpenAsync(Shop("/essays/maps")), "What a Map Leaves Out");
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
        Browser.Forget(fixture.Address);

        AssertPurchasePage(await Browser.OpenAsync(Shop(Essay)));
        AssertEssay(await Browser.PressAsync("Show my purchase"));

        Assert.Single(await CallsAsync(), call => call.EndsWith("/pay", StringComparison.Ordinal));
        Assert.Single(await CallsAsync(), call => call.EndsWith("/paid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_loses_the_cookie_and_reloads_is_told_about_it_and_gets_on()
    {
        await BuyAsync();
        Browser.Forget(fixture.Address);

        Assert.Equal("This page needs a cookie", (await Browser.ReloadAsync()).Heading);
        AssertPurchasePage(await Browser.FollowAsync("Go on"));

        AssertEssay(await Browser.PressAsync("Show my purchase"));
        Assert.Single(await CallsAsync(), call => call.EndsWith("/pay", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_backend_is_in_trouble_nothing_is_sold_and_what_was_bought_stays_open()
    {
        await BuyAsync();
        await fixture.Sandbox.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 200, Body = "<html>Busy</html>", ContentType = "text/html", Times = 100 });
        using var other = new Browser();

        var trouble = await other.OpenAsync(Shop(Essay));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, trouble.Status);
        Assert.Contains("Nothing was charged", trouble.Text, StringComparison.Ordinal);
        await WellMade.AssertAsync(other);
        AssertEssay(await Browser.ReloadAsync());

        await fixture.Sandbox.ClearFaultsAsync();
        AssertPaymentPage(await other.FollowAsync("Try again"), Title);
    }

    [Fact]
    public async Task A_program_is_told_what_to_pay()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Accept", "application/json");

        using var response = await http.GetAsync(Shop(Essay));

        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((string?)problem["taler_pay_uri"], response.Headers.GetValues("Taler").Single());
        Assert.Equal("KUDOS:0.5", (string?)problem["price"]);
        Assert.Equal("Essay: " + Title, (string?)problem["summary"]);
    }
}
