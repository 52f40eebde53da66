using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A refund closes the page again, and the way back in is open.</summary>
public sealed class RefundTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private Shop _shop = null!;
    private Visitor _visitor = null!;
    private OrderId _order = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        _visitor = new Visitor(_shop, sandbox.Control);
        _order = OrderId.Parse((await _visitor.BuyAsync("/essays/maps")).OrderId!);
        await _visitor.ReadAsync("/essays/maps");
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_refund_made_through_the_library_closes_the_page_at_once()
    {
        await RefundAsync("KUDOS:0.5");

        using var response = await _visitor.Browser.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        Assert.Contains("refunded", page.Title, StringComparison.Ordinal);
        Assert.Contains("Essay maps", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith(sandbox.BaseUrl.AbsoluteUri, page.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partial_refund_closes_the_page_too()
    {
        await RefundAsync("KUDOS:0.1");

        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, "/essays/maps");
    }

    [Fact]
    public async Task A_refund_made_elsewhere_is_noticed_when_the_cached_payment_ends()
    {
        await using var backOffice = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        await RefundAsync("KUDOS:0.5", backOffice);
        await _visitor.ReadAsync("/essays/maps");

        _shop.Clock.Advance(TimeSpan.FromMinutes(6));

        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, "/essays/maps");
    }

    [Fact]
    public async Task The_page_stops_offering_the_refund_when_the_wallet_has_picked_it_up()
    {
        var refund = await RefundAsync("KUDOS:0.5");
        Assert.Equal("refunded", (await sandbox.Control.PickUpRefundAsync(_visitor.Wallet, refund.TalerRefundUri.Value)).Outcome);

        using var response = await _visitor.Browser.OpenAsync("/essays/maps");

        var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Empty(page.QuerySelectorAll("a"));
        Assert.NotNull(page.QuerySelector("form button"));
    }

    [Fact]
    public async Task A_program_gets_a_problem_of_type_refunded()
    {
        await RefundAsync("KUDOS:0.5");

        using var response = await _visitor.Browser.FetchAsync("/essays/maps");

        var problem = await Problem.ReadAsync(response);
        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.EndsWith("refunded", problem.Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buying_again_leads_to_a_new_order_and_to_the_content()
    {
        await RefundAsync("KUDOS:0.5");

        using var pressed = await PressBuyAgainAsync();
        Assert.Equal(HttpStatusCode.SeeOther, pressed.StatusCode);
        Assert.Equal("/essays/maps?from=mail", pressed.Headers.Location!.OriginalString);
        Assert.Equal("paid", (await _visitor.BuyAsync("/essays/maps")).Outcome);

        Assert.Equal(Shop.Paid + "maps KUDOS:0.5", await _visitor.ReadAsync("/essays/maps"));
    }

    [Fact]
    public async Task The_button_of_an_old_page_does_not_drop_an_order_that_is_paid()
    {
        using var pressed = await _visitor.Browser.SendAsync(HttpMethod.Post, "/essays/maps?taler_paywall=buy-again");

        Assert.Equal(HttpStatusCode.SeeOther, pressed.StatusCode);
        Assert.Equal(Shop.Paid + "maps KUDOS:0.5", await _visitor.ReadAsync("/essays/maps"));
    }

    [Fact]
    public async Task A_form_on_another_site_cannot_press_the_button()
    {
        await RefundAsync("KUDOS:0.5");

        using var pressed = await _visitor.Browser.SendAsync(
            HttpMethod.Post, "/essays/maps?taler_paywall=buy-again", request => request.Headers.Add("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.PaymentRequired, pressed.StatusCode);
        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, "/essays/maps");
    }

    private async Task<HttpResponseMessage> PressBuyAgainAsync()
    {
        using var response = await _visitor.Browser.OpenAsync("/essays/maps?from=mail");
        var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        return await _visitor.Browser.SendAsync(HttpMethod.Post, page.QuerySelector("form")!.GetAttribute("action")!);
    }

    private Task<RefundResult> RefundAsync(string total, Shop? by = null) =>
        (by ?? _shop).Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(_order, Amount.Parse(total), "Did not like it");
}
