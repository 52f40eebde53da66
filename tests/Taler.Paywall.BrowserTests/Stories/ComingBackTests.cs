using Microsoft.Playwright;
using Taler.Paywall.BrowserTests.Stage;

namespace Taler.Paywall.BrowserTests.Stories;

/// <summary>The address of something that was bought is opened again, by the buyer or by others.</summary>
public sealed class ComingBackTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.Everywhere), MemberType = typeof(Look))]
    public async Task A_bookmark_of_something_paid_opens_it(Look look, TalerPayPage payPage)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(payPage), look);
        await visitor.BuyAsync("bread");
        var bookmark = visitor.Page.Url;

        await visitor.OpenTabAsync();
        await visitor.Page.GotoAsync(bookmark);

        await visitor.ReadsAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }

    [Theory]
    [InlineData(TalerPayPage.Backend), InlineData(TalerPayPage.OnSite)]
    public async Task A_link_that_a_buyer_shares_offers_others_an_order_of_their_own(TalerPayPage payPage)
    {
        var shop = await OpenShopAsync(payPage);
        var buyer = await ArriveAsync(shop);
        await buyer.BuyAsync("bread");
        var friend = await ArriveAsync(shop);

        await friend.Page.GotoAsync(buyer.Page.Url);

        await friend.IsAskedToPayAsync();
        await friend.PayHereAsync();
        await friend.ReadsAsync("bread");
        Assert.Equal(2, await PaymentsAsync());
    }

    [Fact]
    public async Task A_payment_page_that_a_buyer_shares_opens_nothing_to_others()
    {
        var shop = await OpenShopAsync();
        var buyer = await ArriveAsync(shop);
        await buyer.OpenAsync("/essays/bread");
        var paymentPage = buyer.Page.Url;
        await buyer.PayHereAsync();
        await buyer.ReadsAsync("bread");
        var friend = await ArriveAsync(shop);

        await friend.Page.GotoAsync(paymentPage);

        await friend.IsAskedToPayAsync();
        Assert.NotEqual(paymentPage, friend.Page.Url);
    }

    [Theory, MemberData(nameof(Look.Everywhere), MemberType = typeof(Look))]
    public async Task A_buyer_whose_cookies_are_gone_shows_his_purchase_and_is_not_charged_again(Look look, TalerPayPage payPage)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(payPage), look);
        await visitor.BuyAsync("bread");
        await visitor.DeleteShopCookiesAsync();

        await visitor.OpenAsync("/essays/bread");
        await visitor.IsAskedToPayAsync();
        await visitor.PayHereAsync();

        await visitor.GoesOnToReadAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }

    [Fact]
    public async Task A_purchase_made_with_the_phone_opens_another_browser_without_a_second_charge()
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveAsync(shop);
        await visitor.OpenAsync("/essays/bread");
        await visitor.PayByPhoneAsync();
        await visitor.ReadsAsync("bread");
        var elsewhere = await ArriveAsync(shop);

        await elsewhere.OpenAsync("/essays/bread");
        var reply = await Theatre.Sandbox.PayAsync(visitor.Phone, await elsewhere.PayUriAsync());

        Assert.Equal("replayed", reply.Outcome);
        await elsewhere.ReadsAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }

    [Theory]
    [InlineData(TalerPayPage.Backend), InlineData(TalerPayPage.OnSite)]
    public async Task Two_tabs_that_open_an_essay_at_once_share_one_order_and_go_on_together(TalerPayPage payPage)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(payPage));
        await visitor.OpenAsync("/essays/salt");
        var left = await visitor.OpenTabAsync();
        var right = await visitor.OpenTabAsync();

        await Task.WhenAll(OpenAsync(left), OpenAsync(right));
        Assert.Equal(await PayUriAsync(left), await PayUriAsync(right));
        await visitor.PayByPhoneAsync();

        await visitor.ReadsAsync("bread");
        await Assertions.Expect(left.GetByText(Shop.Paid)).ToBeVisibleAsync(new() { Timeout = Visitor.Patience });
        Assert.Equal(1, await PaymentsAsync());

        Task OpenAsync(IPage tab) => tab.GotoAsync(visitor.AddressOf("/essays/bread"));
        static Task<string?> PayUriAsync(IPage tab) => tab.Locator("a[href^=taler]").GetAttributeAsync("href");
    }
}
