using System.Net;
using Taler.TestKit;

namespace EssayShop.Tests;

/// <summary>Giving an essay back.</summary>
public abstract partial class Stories
{
    [Fact]
    public async Task A_reader_returns_the_essay_gets_the_money_and_buys_it_again()
    {
        await BuyAsync();

        var offer = await Browser.PressAsync("Refund this essay");
        Assert.Equal(fixture.SandboxAuthority, offer.Url.Authority);
        Assert.Equal("Your refund is ready", offer.Heading);

        var refunded = await Browser.PressAsync("Pick up the refund");
        AssertRefunded(refunded);
        Assert.False(refunded.HasLink("Pick up the refund"));

        AssertPaymentPage(await Browser.PressAsync("Buy again"), Title);
        AssertEssay(await Browser.PressAsync("Pay"));
        Assert.Equal(2, (await CallsAsync()).Count(call => call.EndsWith("/pay", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refund_that_was_not_picked_up_waits_behind_the_essay()
    {
        await BuyAsync();
        await Browser.PressAsync("Refund this essay");

        AssertRefunded(await Browser.OpenAsync(Shop(Essay)));
        using var illustration = await Browser.LoadAsync(Essay + "/illustration.svg");
        Assert.Equal(HttpStatusCode.PaymentRequired, illustration.StatusCode);

        await Browser.FollowAsync("Pick up the refund");
        AssertRefunded(await Browser.PressAsync("Pick up the refund"));
    }

    [Fact]
    public async Task A_form_without_its_token_refunds_nothing()
    {
        await BuyAsync();
        Browser.Page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.Remove();

        var page = await Browser.PressAsync("Refund this essay");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("That did not work", page.Heading);
        AssertEssay(await Browser.OpenAsync(Shop(Essay)));
    }

    [Fact]
    public async Task A_refund_that_the_backend_does_not_grant_leaves_the_essay_open()
    {
        await BuyAsync();
        await fixture.Sandbox.SetFaultAsync(new SandboxFault("POST private/orders/*/refund") { Status = 403, Times = 100 });

        var page = await Browser.PressAsync("Refund this essay");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal("The refund did not go through", page.Heading);
        AssertEssay(await Browser.FollowAsync("Back to the essay"));
    }

    [Fact]
    public async Task A_refund_cannot_be_had_without_a_payment()
    {
        using var http = new HttpClient();
        using var nothing = new FormUrlEncodedContent([]);

        using var response = await http.PostAsync(Shop(Essay + "/refund"), nothing);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
    }
}
