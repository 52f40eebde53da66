using Taler.Paywall.BrowserTests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stories;

public sealed class BlockedCookieTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task A_browser_that_keeps_no_cookies_ends_at_a_page_that_says_so(Look look)
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveWithoutCookiesAsync(shop, look);
        await visitor.OpenAsync("/essays/bread");
        await visitor.IsAskedToPayAsync();

        await visitor.PayByPhoneAsync();

        await Expect(visitor.Page).ToHaveURLAsync(visitor.AddressOf("/essays/bread"), new() { Timeout = 15_000 });
        await visitor.IsWellMadeAsync("cookies");
        Assert.Empty(shop.Ledger.Served);
        Assert.Equal(1, await OrdersAsync());
    }
}
