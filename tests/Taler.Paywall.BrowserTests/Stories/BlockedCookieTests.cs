using Taler.Paywall.BrowserTests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stories;

/// <summary>A browser that keeps no cookies would go round for ever between what is sold and the payment page.</summary>
public sealed class BlockedCookieTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task Who_comes_back_from_the_backend_without_a_cookie_is_told_so(Look look)
    {
        var shop = await OpenShopAsync(TalerPayPage.Backend);
        var visitor = await ArriveWithoutCookiesAsync(shop, look);
        await visitor.OpenAsync("/essays/bread");
        await visitor.IsAskedToPayAsync();

        await visitor.PayByPhoneAsync();

        await Expect(visitor.Page).ToHaveURLAsync(visitor.AddressOf("/essays/bread"), new() { Timeout = Visitor.Patience });
        await IsToldAsync(shop, visitor);
    }

    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task Who_waits_on_the_pay_page_without_a_cookie_is_told_so(Look look)
    {
        var shop = await OpenShopAsync(TalerPayPage.OnSite);
        var visitor = await ArriveWithoutCookiesAsync(shop, look);

        await visitor.OpenAsync("/essays/bread");

        if (!look.Script)
            await visitor.PaidLink.ClickAsync();
        await Expect(visitor.PaidLink).ToHaveCountAsync(0, new() { Timeout = Visitor.Patience });
        await IsToldAsync(shop, visitor);
    }

    private async Task IsToldAsync(Shop shop, Visitor visitor)
    {
        Assert.Equal("This page needs a cookie", await visitor.Page.Locator("h1").TextContentAsync());
        Assert.Empty(shop.Ledger.Served);
        Assert.Equal(1, await OrdersAsync());
    }
}
