using Taler.Merchant;
using Taler.Paywall.BrowserTests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stories;

public sealed class RefundTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.Everywhere), MemberType = typeof(Look))]
    public async Task A_buyer_who_got_his_money_back_reads_nothing_until_he_buys_again(Look look, TalerPayPage payPage)
    {
        var shop = await OpenShopAsync(payPage);
        var visitor = await ArriveAsync(shop, look);
        await visitor.BuyAsync("bread");
        await shop.Merchant.RefundAsync(shop.Ledger.Served.Last(), Amount.Parse("KUDOS:0.5"), "The reader asked for it.");

        await visitor.OpenAsync("/essays/bread");
        await Expect(visitor.Page.GetByText(Shop.Paid)).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator("a[href*='/orders/']")).ToBeVisibleAsync();
        await visitor.Button.ClickAsync();
        await visitor.PayHereAsync();

        await visitor.GoesOnToReadAsync("bread");
        Assert.Equal(2, await PaymentsAsync());
    }

    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task A_buyer_picks_his_refund_up_and_comes_back_to_the_offer(Look look)
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveAsync(shop, look);
        await visitor.BuyAsync("bread");
        await shop.Merchant.RefundAsync(shop.Ledger.Served.Last(), Amount.Parse("KUDOS:0.5"), "The reader asked for it.");

        await visitor.OpenAsync("/essays/bread");
        await visitor.Page.Locator("a[href*='/orders/']").ClickAsync();
        await visitor.Page.Locator("form[action*=refund] button").ClickAsync();

        await Expect(visitor.Page.Locator("form[action*=buy-again]")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("a[href*='/orders/']")).ToHaveCountAsync(0);
        Assert.Equal(visitor.AddressOf("/essays/bread"), visitor.Page.Url);
    }
}
