using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Taler.Paywall.FunctionalTests.PayPage;

/// <summary>Where visitors pay is one setting, for the site, for a resource or for an endpoint.</summary>
public sealed class SwitchTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task One_resource_can_send_its_visitors_to_the_backend_all_the_same()
    {
        await using var shop = await OnSiteShop.OpenAsync(sandbox.BaseUrl, settings => settings["TalerPaywall:Resources:1:PayPage"] = "Backend");
        using var browser = new Browser(shop.BaseAddress);

        await ShownPayPage.OpenAsync(browser, "/essays/bread");
        using var report = await browser.OpenAsync("/report?id=7");

        Assert.Equal(HttpStatusCode.Found, report.StatusCode);
        Assert.StartsWith(sandbox.BaseUrl.AbsoluteUri, report.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_resource_can_be_paid_on_site_and_the_others_not()
    {
        await using var shop = await OnSiteShop.OpenAsync(sandbox.BaseUrl, settings =>
        {
            settings["TalerPaywall:PayPage"] = "Backend";
            settings["TalerPaywall:Resources:1:PayPage"] = "OnSite";
        });
        using var browser = new Browser(shop.BaseAddress);

        await ShownPayPage.OpenAsync(browser, "/report?id=7");
        using var essay = await browser.OpenAsync("/essays/bread");

        Assert.Equal(HttpStatusCode.Found, essay.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_says_for_itself_where_it_is_paid()
    {
        await using var shop = await OnSiteShop.OpenAsync(sandbox.BaseUrl, settings => settings["TalerPaywall:PayPage"] = "Backend", BuildEndpoints, sellsByPattern: false);
        using var browser = new Browser(shop.BaseAddress);

        await ShownPayPage.OpenAsync(browser, "/here");
        await ShownPayPage.OpenAsync(browser, "/here-too");
        using var there = await browser.OpenAsync("/there");

        Assert.Equal(HttpStatusCode.Found, there.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_that_is_paid_on_site_without_the_package_stops_the_start()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Shop.OpenAsync(Shop.SettingsWithoutResources(sandbox.BaseUrl), build: BuildEndpoints));

        Assert.Contains("/here-too", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("OnSite needs the package Taler.Paywall.PayPage. Add it, and call AddTalerPaywall(...).AddPayPage().", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/there", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_click_creates_the_order_it_leads_to_the_pay_page()
    {
        await using var shop = await OnSiteShop.OpenAsync(sandbox.BaseUrl, settings => settings["TalerPaywall:OrderCreation"] = "OnClick");
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, "/essays/bread");

        using var pressed = await visitor.Browser.SendAsync(
            HttpMethod.Post, "/essays/bread?taler_paywall=order", request => request.Headers.TryAddWithoutValidation("Accept", "text/html"));
        var page = await ShownPayPage.OpenAsync(visitor.Browser, pressed.Headers.Location!.OriginalString);
        await sandbox.Control.PayAsync(visitor.Wallet, page.PayUri);

        Assert.Equal((HttpStatusCode.SeeOther, "/essays/bread"), (pressed.StatusCode, pressed.Headers.Location.OriginalString));
        await visitor.ReadAsync("/essays/bread");
    }

    [Fact]
    public async Task What_a_seller_wrote_is_text_on_the_page()
    {
        const string summary = "<script>alert(1)</script> \"Essay\" 'n' & more\u202e";
        await using var shop = await OnSiteShop.OpenAsync(sandbox.BaseUrl, settings => settings["TalerPaywall:Resources:0:Summary"] = summary);
        using var browser = new Browser(shop.BaseAddress);

        var page = await ShownPayPage.OpenAsync(browser, "/essays/bread");

        Assert.Contains("<script>alert(1)</script> \"Essay\" 'n' & more", page.Heading, StringComparison.Ordinal);
        Assert.Single(page.Scripts);
    }

    private static void BuildEndpoints(WebApplication app)
    {
        app.MapGet("/here", () => Shop.Paid).RequireTalerPayment("KUDOS:1", "Here").WithTalerPayPage(TalerPayPage.OnSite);
        app.MapGet("/here-too", [RequireTalerPayment("KUDOS:1", "Here, too"), TalerPayPage(TalerPayPage.OnSite)] () => Shop.Paid);
        app.MapGet("/there", () => Shop.Paid).RequireTalerPayment("KUDOS:1", "There");
    }
}
