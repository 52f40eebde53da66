using Taler.Paywall.BrowserTests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stories;

/// <summary>A page stands open while a wallet on another device is at work.</summary>
public sealed class WaitingTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.Everywhere), MemberType = typeof(Look))]
    public async Task A_page_that_waits_goes_on_when_the_phone_has_paid(Look look, TalerPayPage payPage)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(payPage), look);
        await visitor.OpenAsync("/essays/bread");
        await visitor.IsAskedToPayAsync();

        var reply = await visitor.PayByPhoneAsync();

        Assert.Equal("paid", reply.Outcome);
        await visitor.ReadsAsync("bread");
    }

    [Fact]
    public async Task The_pay_page_says_when_the_wallet_has_the_order()
    {
        var visitor = await ArriveAsync(await OpenShopAsync(TalerPayPage.OnSite));
        await visitor.OpenAsync("/essays/bread");
        var status = visitor.Page.Locator("#taler-watch");
        await Expect(status).ToBeVisibleAsync();

        await Theatre.Sandbox.ClaimAsync(visitor.Phone, await visitor.PayUriAsync());

        await Expect(status).ToHaveTextAsync((await status.GetAttributeAsync("data-claimed"))!, new() { Timeout = Visitor.Patience });
        await visitor.IsWellMadeAsync("pay-claimed");
    }

    [Theory, MemberData(nameof(Look.Everywhere), MemberType = typeof(Look))]
    public async Task A_page_that_is_reloaded_while_the_wallet_thinks_still_leads_to_the_content(Look look, TalerPayPage payPage)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(payPage), look);
        await visitor.OpenAsync("/essays/bread");
        var payUri = await visitor.PayUriAsync();
        await Theatre.Sandbox.ClaimAsync(visitor.Phone, payUri);

        await visitor.Page.ReloadAsync();
        await visitor.IsAskedToPayAsync();
        await Theatre.Sandbox.PayAsync(visitor.Phone, payUri);

        await visitor.GoesOnToReadAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }

    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task An_essay_that_is_opened_again_while_the_wallet_thinks_is_paid_once(Look look)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(), look);
        await visitor.OpenAsync("/essays/bread");
        var first = await visitor.PayUriAsync();
        await Theatre.Sandbox.ClaimAsync(visitor.Phone, first);

        await visitor.OpenAsync("/essays/bread");
        await visitor.IsAskedToPayAsync();
        Assert.NotEqual(first, await visitor.PayUriAsync());
        await Theatre.Sandbox.PayAsync(visitor.Phone, first);

        await visitor.ReadsAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }

    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task The_back_button_leads_from_the_content_past_the_payment_page_to_the_content(Look look)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(TalerPayPage.Backend), look);
        await visitor.OpenAsync("/");
        await visitor.BuyAsync("bread");

        await visitor.Page.GoBackAsync();

        await visitor.ReadsAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }

    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task The_back_button_never_leads_to_a_pay_page_of_something_paid(Look look)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(("OrderCreation", "OnClick"), ("PayPage", "OnSite")), look);
        await visitor.OpenAsync("/essays/bread");
        await visitor.Button.ClickAsync();
        await visitor.PayHereAsync();
        await visitor.GoesOnToReadAsync("bread");

        await visitor.Page.GoBackAsync();

        await visitor.ReadsAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }
}
