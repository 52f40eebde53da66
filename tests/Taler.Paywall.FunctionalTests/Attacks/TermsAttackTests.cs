using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>One resource on several terms: hosts and prices that change between visits.</summary>
public sealed class TermsAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
    private const string Site = "http://shop.example";

    private readonly string _essay = "/essays/" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Whoever_has_paid_at_one_host_is_not_charged_at_another_where_he_looked_before()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, Sandbox.Control);
        (await AtAsync(visitor.Browser, "shop.example")).Dispose();
        using (var unpaid = await AtAsync(visitor.Browser, "www.shop.example"))
            Assert.Equal("paid", (await Sandbox.Control.PayAsync(visitor.Wallet, await Visitor.PayUriAsync(unpaid))).Outcome);
        using (var paid = await AtAsync(visitor.Browser, "www.shop.example"))
            Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        shop.Clock.Advance(TimeSpan.FromDays(2));

        using var answer = await AtAsync(visitor.Browser, "shop.example");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_fills_his_cookie_with_hosts_keeps_what_he_paid_for()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync(_essay);
        await visitor.ReadAsync(_essay);
        for (var host = 0; host < 30; host++)
            (await AtAsync(visitor.Browser, $"h{host}.example")).Dispose();
        shop.Clock.Advance(TimeSpan.FromDays(2));

        await visitor.ReadAsync(_essay);
    }

    [Fact]
    public async Task One_press_of_the_button_buys_again_what_was_paid_on_older_terms()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var before = await OpenAtPriceAsync("KUDOS:0.5", keys);
        await using var after = await OpenAtPriceAsync("KUDOS:0.75", keys);
        using var old = new Visitor(before, Sandbox.Control);
        using var unpaid = await old.Browser.OpenAsync(_essay);
        using var browser = new Browser(after.BaseAddress);
        browser.SetPaywallCookie(old.Browser.PaywallCookie!);
        (await browser.OpenAsync(_essay)).Dispose();
        var bought = await Sandbox.Control.PayAsync(old.Wallet, await Visitor.PayUriAsync(unpaid));
        using (var paid = await browser.OpenAsync(_essay))
            Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        await after.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse("KUDOS:0.5"), "test");

        (await browser.SendAsync(HttpMethod.Post, _essay + "?taler_paywall=buy-again")).Dispose();

        using var answer = await browser.OpenAndFollowAsync(_essay);
        Assert.StartsWith(Sandbox.BaseUrl.AbsoluteUri + "orders/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Two_prices_that_alternate_charge_once_and_open_on_both_nodes()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var cheap = await OpenAtPriceAsync("KUDOS:0.5", keys);
        await using var dear = await OpenAtPriceAsync("KUDOS:0.75", keys);
        using var visitor = new Visitor(cheap, Sandbox.Control);
        using var other = new Browser(dear.BaseAddress);
        (await visitor.Browser.OpenAsync(_essay)).Dispose();
        other.SetPaywallCookie(visitor.Browser.PaywallCookie!);
        (await other.OpenAsync(_essay)).Dispose();
        visitor.Browser.SetPaywallCookie(other.PaywallCookie!);
        await visitor.BuyAsync(_essay);
        await visitor.ReadAsync(_essay);
        other.SetPaywallCookie(visitor.Browser.PaywallCookie!);

        using var answer = await other.OpenAsync(_essay);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Task<HttpResponseMessage> AtAsync(Browser browser, string host) => browser.SendAsync(HttpMethod.Get, _essay, request =>
    {
        request.Headers.Host = host;
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        request.Headers.Add("Sec-Fetch-Dest", "document");
    });

    private Task<Shop> OpenAtPriceAsync(string price, IDataProtectionProvider keys)
    {
        var settings = Shop.Settings(Sandbox.BaseUrl);
        settings["TalerPaywall:PublicBaseUrl"] = Site;
        settings["TalerPaywall:Resources:0:Price"] = price;
        return Shop.OpenAsync(settings, keys: keys);
    }
}
