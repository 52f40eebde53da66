using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary><c>OrderCreation: OnClick</c>: looking at the price costs nobody anything.</summary>
public sealed class OnClickTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Essay = "/essays/bread";
    private const string Button = Essay + "?taler_paywall=order";

    private readonly SandboxControl _sandbox = fixture.Control;
    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = Shop.Settings(fixture.BaseUrl);
        settings["TalerPaywall:OrderCreation"] = "OnClick";
        _shop = await Shop.OpenAsync(settings);
        await _sandbox.ClearRequestsAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Opening_the_page_shows_the_price_and_asks_the_backend_nothing()
    {
        using var browser = new Browser(_shop.BaseAddress);

        using var response = await browser.OpenAsync(Essay);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("Essay bread", page);
        Assert.Contains("0.5", page);
        Assert.Contains("<form method=\"post\" action=\"/essays/bread?taler_paywall=order\">", page);
        Assert.Equal("", await fixture.CallsAsync());
    }

    [Fact]
    public async Task The_button_creates_one_order_and_leads_to_its_payment_page()
    {
        using var visitor = new Visitor(_shop, _sandbox);
        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, Essay);

        using var first = await PressAsync(visitor.Browser);
        using var second = await PressAsync(visitor.Browser);

        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.StartsWith(fixture.BaseUrl.AbsoluteUri + "orders/", first.Headers.Location!.AbsoluteUri);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(1, (await fixture.CallsAsync()).Split(' ').Count(call => call == "POST"));
    }

    [Fact]
    public async Task A_buyer_comes_back_to_the_page()
    {
        using var visitor = new Visitor(_shop, _sandbox);
        await BuyAsync(visitor);

        Assert.StartsWith(Shop.Paid, await visitor.ReadAsync(Essay));
        using var pressedAgain = await PressAsync(visitor.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, pressedAgain.StatusCode);
        Assert.Equal(Essay, pressedAgain.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_visitor_who_did_not_pay_sees_the_price_again()
    {
        using var visitor = new Visitor(_shop, _sandbox);
        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, Essay);
        using (await PressAsync(visitor.Browser))
            await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, Essay);

        Assert.Equal(1, (await fixture.CallsAsync()).Split(' ').Count(call => call == "POST"));
    }

    [Fact]
    public async Task A_wallet_that_bought_the_page_before_opens_it_on_another_device_after_one_click()
    {
        using var visitor = new Visitor(_shop, _sandbox);
        await BuyAsync(visitor);
        using var elsewhere = visitor.OnAnotherDevice();

        var reply = await BuyAsync(elsewhere);

        Assert.Equal("replayed", reply.Outcome);
        Assert.StartsWith(Shop.Paid, await elsewhere.ReadAsync(Essay));
    }

    [Fact]
    public async Task A_form_on_another_site_makes_no_order()
    {
        using var browser = new Browser(_shop.BaseAddress);
        using (await browser.OpenAsync(Essay))
        {
            foreach (var (name, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example"), ("Origin", "null") })
            {
                using var foreign = await PressAsync(browser, request => request.Headers.TryAddWithoutValidation(name, value));
                Assert.Equal(HttpStatusCode.PaymentRequired, foreign.StatusCode);
            }
        }

        Assert.Equal("", await fixture.CallsAsync());
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Origin", null)]
    public async Task The_sites_own_form_makes_one(string name, string? value)
    {
        using var browser = new Browser(_shop.BaseAddress);
        using (await browser.OpenAsync(Essay))
        {
            using var own = await PressAsync(browser, request => request.Headers.TryAddWithoutValidation(name, value ?? _shop.BaseAddress.GetLeftPart(UriPartial.Authority)));
            Assert.Equal(HttpStatusCode.SeeOther, own.StatusCode);
        }
    }

    [Fact]
    public async Task A_browser_without_cookies_is_told_so_when_it_presses_the_button()
    {
        using var browser = new Browser(_shop.BaseAddress);
        using (await browser.OpenAsync(Essay))
            browser.DeleteCookies();

        using var response = await PressAsync(browser);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Contains("needs a cookie", await response.Content.ReadAsStringAsync());
        Assert.Equal("", await fixture.CallsAsync());
    }

    [Fact]
    public async Task A_program_is_told_the_price_and_orders_by_a_post()
    {
        using var program = new Browser(_shop.BaseAddress);

        using var asked = await program.FetchAsync(Essay);
        var price = await Problem.ReadAsync(asked);
        Assert.Equal("", await fixture.CallsAsync());
        using var ordered = await program.SendAsync(HttpMethod.Post, price.OrderUrl!, request => request.Headers.Accept.ParseAdd("application/json"));
        var order = await Problem.ReadAsync(ordered);

        Assert.Equal("KUDOS:0.5", price.Price);
        Assert.Null(price.TalerPayUri);
        Assert.EndsWith("#payment-required", price.Type);
        await _sandbox.PayAsync("program-" + Guid.NewGuid().ToString("N"), order.TalerPayUri!);
        using var paid = await program.FetchAsync(Essay);
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
    }

    [Fact]
    public async Task A_refunded_buyer_sees_the_price_again_after_buy_again()
    {
        using var visitor = new Visitor(_shop, _sandbox);
        var reply = await BuyAsync(visitor);
        await _shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(reply.OrderId!), Amount.Parse("KUDOS:0.5"), "test");
        _shop.Clock.Advance(TimeSpan.FromMinutes(6));
        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, Essay);

        using var again = await PressAsync(visitor.Browser, path: Essay + "?taler_paywall=buy-again");
        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, Essay);
        await BuyAsync(visitor);

        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.StartsWith(Shop.Paid, await visitor.ReadAsync(Essay));
    }

    private async Task<WalletReply> BuyAsync(Visitor visitor)
    {
        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, Essay);
        using var pressed = await PressAsync(visitor.Browser);
        return await _sandbox.PayAsync(visitor.Wallet, await Visitor.PayUriAsync(pressed));
    }

    private static Task<HttpResponseMessage> PressAsync(Browser browser, Action<HttpRequestMessage>? change = null, string path = Button) =>
        browser.SendAsync(HttpMethod.Post, path, request =>
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            change?.Invoke(request);
        });
}
