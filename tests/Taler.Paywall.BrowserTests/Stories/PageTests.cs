using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.BrowserTests.Stage;
using Taler.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stories;

/// <summary>Each page of the paywall, looked at from all sides.</summary>
public sealed class PageTests(Theatre theatre) : Story(theatre)
{
    [Theory]
    [InlineData("en"), InlineData("de"), InlineData("ar")]
    public async Task The_price_page_is_well_made_and_asks_no_backend(string language)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(("OrderCreation", "OnClick")), new Look(Language: language));

        await visitor.OpenAsync("/essays/bread");

        await Expect(visitor.Button).ToBeVisibleAsync();
        await IsWellMadeAsync(visitor, "price");
        Assert.DoesNotContain(await Theatre.Sandbox.RequestsAsync(), request => request.Path.Contains("orders", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_summary_with_markup_quotes_and_signs_that_turn_text_around_is_only_text()
    {
        var shop = await OpenShopAsync(
            ("PayPage", "OnSite"), ("Resources:0:Summary", "<b onclick='x'>\"塩パン\"</b> & \u202Edaerb <script>alert(1)</script>"));
        var visitor = await ArriveAsync(shop, new Look(Language: "ar"));

        await visitor.OpenAsync("/essays/bread");

        Assert.Contains("<b onclick='x'>\"塩パン\"</b> & daerb <script>alert(1)</script>", await visitor.Page.Locator("h1").TextContentAsync(), StringComparison.Ordinal);
        await IsWellMadeAsync(visitor, "pay-strange");
    }

    [Theory]
    [InlineData("en", true), InlineData("de", true), InlineData("ar", true), InlineData("ar", false)]
    public async Task The_pay_page_is_well_made(string language, bool script)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(TalerPayPage.OnSite), new Look(script, Language: language));

        await visitor.OpenAsync("/essays/bread");

        await visitor.IsAskedToPayAsync();
        await IsWellMadeAsync(visitor, "pay");
    }

    [Theory]
    [InlineData("en"), InlineData("de"), InlineData("ar")]
    public async Task The_refund_page_is_well_made(string language)
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveAsync(shop, new Look(Language: language));
        await visitor.BuyAsync("bread");
        await shop.Merchant.RefundAsync(shop.Ledger.Served.Last(), Amount.Parse("KUDOS:0.5"), "The reader asked for it.");

        await visitor.OpenAsync("/essays/bread");

        await Expect(visitor.Page.Locator("form[action*=buy-again]")).ToBeVisibleAsync();
        await IsWellMadeAsync(visitor, "refund");
    }

    [Theory]
    [InlineData("en"), InlineData("de"), InlineData("fr"), InlineData("es"), InlineData("ar")]
    public async Task The_outage_page_is_well_made(string language)
    {
        var shop = await OpenShopAsync();
        shop.AllowLog(LogLevel.Error);
        var visitor = await ArriveAsync(shop, new Look(Language: language));
        await Theatre.Sandbox.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 400, Times = 10 });

        var response = await visitor.OpenAsync("/essays/bread");

        Assert.Equal(503, response!.Status);
        await IsWellMadeAsync(visitor, "outage");
    }

    [Theory]
    [InlineData("en"), InlineData("de"), InlineData("ar")]
    public async Task The_limit_page_is_well_made(string language)
    {
        var shop = await OpenShopAsync(("OrderLimits:PerClientPerMinute", "1"));
        var first = await ArriveAsync(shop);
        await first.OpenAsync("/essays/bread");
        var visitor = await ArriveAsync(shop, new Look(Language: language));

        var response = await visitor.OpenAsync("/essays/bread");

        Assert.Equal(503, response!.Status);
        await IsWellMadeAsync(visitor, "limit");
    }

    [Theory]
    [InlineData("en"), InlineData("de"), InlineData("ar")]
    public async Task The_cookies_page_is_well_made(string language)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(TalerPayPage.OnSite), new Look(Language: language));

        await visitor.OpenAsync("/essays/bread?taler_paywall=paid");

        await IsWellMadeAsync(visitor, "cookies");
    }

    private static async Task IsWellMadeAsync(Visitor visitor, string name)
    {
        var html = visitor.Page.Locator("html");
        Assert.Equal(visitor.Look.Language, await html.GetAttributeAsync("lang"));
        Assert.Equal(visitor.Look.Language is "ar" ? "rtl" : "ltr", await html.GetAttributeAsync("dir"));
        Assert.True(await visitor.Page.Locator("header img").EvaluateAsync<bool>("logo => logo.naturalWidth > 0"));
        await visitor.IsWellMadeAsync(name);
    }
}
