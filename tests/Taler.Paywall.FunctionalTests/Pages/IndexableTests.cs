using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests.Pages;

/// <summary>What search engines are told where the site wants it.</summary>
public sealed class IndexableTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Essay = "/essays/maps";

    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderCreation"] = "OnClick";
        settings["TalerPaywall:PublicBaseUrl"] = "https://shop.example/";
        settings["TalerPaywall:Pages:Indexable"] = "true";
        settings["TalerPaywall:Pages:SiteName"] = "Essay shop";
        settings["TalerPaywall:Resources:1:Summary"] = "</script>\"Report\"\u202E\n";
        _shop = await Shop.OpenAsync(settings);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task The_price_page_is_200_and_says_what_it_sells_and_that_it_is_not_free()
    {
        using var browser = new Browser(_shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay, "de")).AssertOurs("de", HttpStatusCode.OK);

        Assert.Empty(page.Document.QuerySelectorAll("meta[name=robots]"));
        var data = JsonNode.Parse(page.Document.QuerySelector("script[type='application/ld+json']")!.TextContent)!;
        Assert.False((bool)data["isAccessibleForFree"]!);
        Assert.Equal(("https://schema.org", "Essay maps"), ((string)data["@context"]!, (string)data["name"]!));
        Assert.Equal(("0.5", "KUDOS"), ((string)data["offers"]!["price"]!, (string)data["offers"]!["priceCurrency"]!));
        Assert.Equal("https://shop.example/essays/maps", (string)data["url"]!);
        Assert.Equal("Essay maps", Meta(page, "og:title"));
        Assert.StartsWith("Sie bezahlen mit", Meta(page, "og:description"), StringComparison.Ordinal);
        Assert.Equal("Essay shop", Meta(page, "og:site_name"));
        Assert.Equal("https://shop.example/essays/maps", page.Document.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_summary_with_markup_stays_within_the_data()
    {
        using var browser = new Browser(_shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, "/report")).AssertOurs("en", HttpStatusCode.OK);

        var data = JsonNode.Parse(Assert.Single(page.Document.QuerySelectorAll("script")).TextContent)!;
        Assert.Equal("</script>\"Report\"", (string)data["name"]!);
        Assert.Equal("</script>\"Report\"", Meta(page, "og:title"));
    }

    [Fact]
    public async Task Programs_still_get_402()
    {
        using var program = new Browser(_shop.BaseAddress);

        using var response = await program.FetchAsync(Essay);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.EndsWith("payment-required", (await Problem.ReadAsync(response)).Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_about_trouble_are_never_for_search_engines()
    {
        using var browser = new Browser(_shop.BaseAddress);

        var page = (await ShownPage.OpenAsync(browser, Essay, referer: new Uri(sandbox.BaseUrl, "/").AbsoluteUri)).AssertOurs("en");

        Assert.Equal("noindex", page.Document.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
    }

    [Fact]
    public async Task Who_has_bought_it_or_got_his_money_back_reads_nothing_about_access()
    {
        using var visitor = new Visitor(_shop, sandbox.Control);
        await visitor.ExpectAsync(HttpStatusCode.OK, Essay);
        using var pressed = await visitor.Browser.SendAsync(HttpMethod.Post, Essay + "?taler_paywall=order", request => request.Headers.Add("Accept", "text/html"));
        var order = OrderId.Parse((await sandbox.Control.PayAsync(visitor.Wallet, await Visitor.PayUriAsync(pressed))).OrderId!);

        Assert.Equal(Shop.Paid + "maps KUDOS:0.5", await visitor.ReadAsync(Essay));
        await _shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(order, Amount.Parse("KUDOS:0.5"), "Did not like it");
        var refunded = (await ShownPage.OpenAsync(visitor.Browser, Essay)).AssertOurs("en");

        Assert.DoesNotContain("isAccessibleForFree", refunded.Html, StringComparison.Ordinal);
    }

    private static string Meta(ShownPage page, string property) => page.Document.QuerySelector($"meta[property='{property}']")!.GetAttribute("content")!;
}
