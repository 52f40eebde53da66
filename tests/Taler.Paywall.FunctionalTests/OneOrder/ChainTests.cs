using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.OneOrder;

/// <summary>A session, a resource and terms have one order that can be paid, whatever became of the orders before it.</summary>
public sealed class ChainTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Price = "KUDOS:0.5";

    private readonly string _essay = "/essays/" + Guid.NewGuid().ToString("N");

    public async ValueTask InitializeAsync()
    {
        await sandbox.Control.ClearFaultsAsync();
        await sandbox.Control.ClearRequestsAsync();
    }

    public async ValueTask DisposeAsync() => await sandbox.Control.ClearFaultsAsync();

    [Fact]
    public async Task An_order_that_was_never_made_is_made_once_whoever_comes_back_first()
    {
        await using var nodes = await Nodes.OpenAsync(sandbox, Price);
        nodes.AllowTrouble();
        var cookie = await nodes.WelcomeAsync();
        using var one = nodes.Browser(0, cookie);
        using var other = nodes.Browser(0, cookie);
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Abort = true, Times = 4 });
        using (var lost = await one.OpenAsync(_essay))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, lost.StatusCode);
        await nodes.RecoverAsync();

        (await one.OpenAsync(_essay)).Dispose();
        (await other.OpenAsync(_essay)).Dispose();

        Assert.Single(await nodes.OrdersAsync(_essay));
    }

    [Fact]
    public async Task An_order_that_was_never_made_is_made_once_by_a_visitor_whose_cookie_forgot_it()
    {
        await using var nodes = await Nodes.OpenAsync(sandbox, Price);
        nodes.AllowTrouble();
        using var browser = nodes.Browser(0, await nodes.WelcomeAsync());
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Abort = true, Times = 4 });
        using (var lost = await browser.OpenAsync(_essay))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, lost.StatusCode);
        await nodes.RecoverAsync();

        (await browser.OpenAsync(_essay)).Dispose();
        for (var i = 0; i < 20; i++)
            (await browser.OpenAsync($"{_essay}-{i}")).Dispose();
        (await browser.OpenAsync(_essay)).Dispose();

        Assert.Single(await nodes.OrdersAsync(_essay));
    }

    [Fact]
    public async Task A_second_purchase_that_an_outage_interrupted_is_one_order_for_two_tabs()
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        shop.AllowLog(line => line.Level >= LogLevel.Warning);
        using var visitor = new Visitor(shop, sandbox.Control);
        var bought = await visitor.BuyAsync(_essay);
        await shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse(Price), "test");
        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, _essay);
        (await visitor.Browser.SendAsync(HttpMethod.Post, _essay + "?taler_paywall=buy-again")).Dispose();
        using var tab = visitor.Browser.Copy();
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Abort = true, Times = 4 });
        await visitor.ExpectAsync(HttpStatusCode.ServiceUnavailable, _essay);
        shop.Clock.Advance(TimeSpan.FromSeconds(10));
        await sandbox.Control.ClearFaultsAsync();

        await visitor.ExpectAsync(HttpStatusCode.Found, _essay);
        (await tab.OpenAsync(_essay)).Dispose();

        Assert.Equal(2, await sandbox.CountOrdersAsync(new Uri(shop.BaseAddress, _essay)));
    }

    [Fact]
    public async Task A_price_that_flickers_between_two_nodes_makes_no_order_without_end()
    {
        const string OtherPrice = "KUDOS:0.75";
        await using var nodes = await Nodes.OpenAsync(sandbox, Price, OtherPrice);
        var cookie = await nodes.WelcomeAsync();
        using var one = nodes.Browser(0, cookie);
        using (var first = await one.OpenAsync(_essay))
            await sandbox.Control.ClaimAsync("stranger", await Visitor.PayUriAsync(first));
        (await one.OpenAsync(_essay)).Dispose();
        cookie = one.PaywallCookie!;

        for (var visit = 0; visit < 6; visit++)
        {
            for (var hop = 0; hop < 3; hop++)
            {
                using var browser = nodes.Browser((visit + 1) % 2, cookie);
                using var answer = await browser.OpenAsync(_essay);
                cookie = browser.PaywallCookie!;
                if (answer.Headers.Location!.IsAbsoluteUri && answer.Headers.Location.AbsoluteUri.Contains("orders/", StringComparison.Ordinal))
                    break;
            }
        }

        var orders = await nodes.OrdersAsync(_essay);
        Assert.Equal([Price, Price, OtherPrice], orders.Select(order => order.Amount));
    }
}
