using Taler.Paywall.BrowserTests.Stage;

namespace Taler.Paywall.BrowserTests.Stories;

/// <summary>The payment page stands open while a wallet on another device is at work.</summary>
public sealed class WaitingTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task A_page_that_waits_goes_on_when_the_phone_has_paid(Look look)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(), look);
        await visitor.OpenAsync("/essays/bread");
        await visitor.IsAskedToPayAsync();

        var reply = await visitor.PayByPhoneAsync();

        Assert.Equal("paid", reply.Outcome);
        await visitor.ReadsAsync("bread");
    }

    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task A_page_that_is_reloaded_while_the_wallet_thinks_still_leads_to_the_content(Look look)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(), look);
        await visitor.OpenAsync("/essays/bread");
        await Theatre.Sandbox.ClaimAsync(visitor.Phone, await visitor.PayUriAsync());

        await visitor.Page.ReloadAsync();
        await visitor.IsAskedToPayAsync();
        await visitor.PayByPhoneAsync();

        await visitor.ReadsAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }

    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task An_essay_that_is_reloaded_while_the_wallet_thinks_is_paid_once(Look look)
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
    public async Task The_back_button_after_the_payment_leads_to_the_content_again(Look look)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(), look);
        await visitor.OpenAsync("/");
        await visitor.BuyAsync("bread");

        await visitor.Page.GoBackAsync();

        await visitor.ReadsAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }
}
