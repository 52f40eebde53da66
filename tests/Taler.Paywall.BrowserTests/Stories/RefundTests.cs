using Taler.Merchant;
using Taler.Paywall.BrowserTests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stories;

public sealed class RefundTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task A_buyer_who_got_his_money_back_reads_nothing_until_he_buys_again(Look look)
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveAsync(shop, look);
        await visitor.BuyAsync("bread");
        await shop.Merchant.RefundAsync(shop.Ledger.Served.Last(), Amount.Parse("KUDOS:0.5"), "The reader asked for it.");

        await visitor.OpenAsync("/essays/bread");
        await Expect(visitor.Page.GetByText(Shop.Paid)).ToHaveCountAsync(0);
        await visitor.Page.Locator("a[href*='/orders/']").ClickAsync();
        await visitor.Page.Locator("form[action*=refund] button").ClickAsync();
        await Expect(visitor.Page.Locator("form[action*=buy-again] button")).ToBeVisibleAsync();
        await visitor.Page.Locator("form[action*=buy-again] button").ClickAsync();
        await visitor.IsAskedToPayAsync();
        await visitor.PayHereAsync();

        await visitor.ReadsAsync("bread");
        Assert.Equal(2, await PaymentsAsync());
    }
}
