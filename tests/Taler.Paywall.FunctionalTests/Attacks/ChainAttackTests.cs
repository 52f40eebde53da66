using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Attacks on the chain of a session's orders: claims, refunds, moved purchases, lost places and restored cookies.</summary>
public sealed class ChainAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Price = "KUDOS:0.5";

    private readonly string _essay = "/essays/" + Guid.NewGuid().ToString("N");
    private Shop _shop = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await OpenAsync(null);
        _visitor = new Visitor(_shop, Sandbox.Control);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_purchase_that_another_device_took_back_leads_to_a_payment_page()
    {
        await PayTheClaimedOrderAsync();
        using var phone = _visitor.OnAnotherDevice();
        Assert.Equal("replayed", (await phone.BuyAsync(_essay)).Outcome);
        Assert.StartsWith(Shop.Paid, await phone.ReadAsync(_essay));
        _shop.Clock.Advance(TimeSpan.FromMinutes(6));

        using var answer = await _visitor.Browser.OpenAndFollowAsync(_essay);

        Assert.StartsWith(Sandbox.BaseUrl.AbsoluteUri + "orders/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task One_press_of_the_button_buys_again_what_was_paid_while_claimed()
    {
        var order = await PayTheClaimedOrderAsync();
        await RefundAsync(order);
        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, _essay);

        await PressBuyAgainAsync(_visitor.Browser);

        using var answer = await _visitor.Browser.OpenAndFollowAsync(_essay);
        Assert.StartsWith(Sandbox.BaseUrl.AbsoluteUri + "orders/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_purchase_far_down_the_chain_is_found_by_a_cookie_that_forgot_it()
    {
        for (var claimed = 0; claimed < 4; claimed++)
        {
            using var page = await _visitor.Browser.OpenAndFollowAsync(_essay);
            await Sandbox.Control.ClaimAsync("stranger", await Visitor.PayUriAsync(page));
        }
        Assert.Equal("paid", (await _visitor.BuyAsync(_essay)).Outcome);
        await _visitor.ReadAsync(_essay);
        var orders = await Sandbox.CountOrdersAsync(new Uri(_shop.BaseAddress, _essay));
        await FillCookieAsync();
        _shop.Clock.Advance(TimeSpan.FromMinutes(6));

        using var answer = await _visitor.Browser.OpenAndFollowAsync(_essay);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(orders, await Sandbox.CountOrdersAsync(new Uri(_shop.BaseAddress, _essay)));
    }

    [Fact]
    public async Task Old_cookies_that_press_buy_again_come_to_the_one_second_order()
    {
        var bought = await _visitor.BuyAsync(_essay);
        await RefundAsync(bought.OrderId!);
        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, _essay);
        using var old = _visitor.Browser.Copy();
        await PressBuyAgainAsync(_visitor.Browser);
        Assert.Equal("paid", (await _visitor.BuyAsync(_essay)).Outcome);

        await PressBuyAgainAsync(old);
        await PressBuyAgainAsync(old);
        using var answer = await old.OpenAsync(_essay);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, await Sandbox.CountOrdersAsync(new Uri(_shop.BaseAddress, _essay)));
    }

    [Fact]
    public async Task A_second_refund_that_is_refused_opens_nothing()
    {
        var bought = await _visitor.BuyAsync(_essay);
        await _visitor.ReadAsync(_essay);
        await RefundAsync(bought.OrderId!);

        await Assert.ThrowsAsync<TalerMerchantException>(() => RefundAsync(bought.OrderId!, "KUDOS:7"));

        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, _essay);
    }

    [Fact]
    public async Task A_refund_whose_answer_was_lost_and_whose_repetition_is_refused_opens_nothing()
    {
        _shop.AllowLog(line => line.Level >= LogLevel.Warning);
        var bought = await _visitor.BuyAsync(_essay);
        await _visitor.ReadAsync(_essay);
        await Sandbox.Control.SetFaultAsync(new SandboxFault($"POST private/orders/{bought.OrderId}/refund") { Abort = true, After = true });
        await Sandbox.Control.SetFaultAsync(new SandboxFault($"POST private/orders/{bought.OrderId}/refund") { Status = 409, Body = "{\"code\":2530}", Times = 3 });

        await Assert.ThrowsAsync<TalerMerchantException>(() => RefundAsync(bought.OrderId!));
        await Sandbox.Control.ClearFaultsAsync();
        await Sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Status = 500, Times = 100 });

        using var answer = await _visitor.Browser.OpenAsync(_essay);
        await Sandbox.Control.ClearFaultsAsync();
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_refunded_order_that_the_backend_knows_no_more_is_no_lost_payment()
    {
        _shop.AllowLog(line => line.Level >= LogLevel.Warning);
        var bought = await _visitor.BuyAsync(_essay);
        await _visitor.ReadAsync(_essay);
        using var copy = _visitor.Browser.Copy();
        await RefundAsync(bought.OrderId!, "KUDOS:0.1");
        await Sandbox.Control.SetFaultAsync(new SandboxFault($"GET private/orders/{bought.OrderId}") { Status = 404, Body = "{\"code\":2005}", Times = 5 });

        using var answer = await _visitor.Browser.OpenAsync(_essay);
        using var other = await copy.OpenAsync(_essay);
        await Sandbox.Control.ClearFaultsAsync();

        Assert.StartsWith(Sandbox.BaseUrl.AbsoluteUri + "orders/", answer.Headers.Location?.ToString());
        Assert.Equal(answer.Headers.Location, other.Headers.Location);
    }

    [Fact]
    public async Task A_payment_that_the_backend_calls_lost_is_not_trusted_beyond_the_grace()
    {
        _shop.AllowLog(line => line.Level >= LogLevel.Warning);
        var bought = await _visitor.BuyAsync(_essay);
        await _visitor.ReadAsync(_essay);
        await Sandbox.Control.SetFaultAsync(new SandboxFault($"GET private/orders/{bought.OrderId}") { Status = 404, Body = "{\"code\":2005}", Times = 100 });
        for (var look = 0; look < 8; look++)
        {
            _shop.Clock.Advance(TimeSpan.FromMinutes(10));
            (await _visitor.Browser.OpenAsync(_essay)).Dispose();
        }

        using var answer = await _visitor.Browser.OpenAsync(_essay);
        await Sandbox.Control.ClearFaultsAsync();

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_bought_again_and_forgot_it_is_led_to_his_purchase_by_the_button_and_pays_nothing()
    {
        var bought = await _visitor.BuyAsync(_essay);
        await RefundAsync(bought.OrderId!);
        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, _essay);
        await PressBuyAgainAsync(_visitor.Browser);
        Assert.Equal("paid", (await _visitor.BuyAsync(_essay)).Outcome);
        await _visitor.ReadAsync(_essay);
        await FillCookieAsync();
        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, _essay);
        var orders = await Sandbox.CountOrdersAsync(new Uri(_shop.BaseAddress, _essay));

        await PressBuyAgainAsync(_visitor.Browser);

        await _visitor.ReadAsync(_essay);
        Assert.Equal(orders, await Sandbox.CountOrdersAsync(new Uri(_shop.BaseAddress, _essay)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(25)]
    public async Task A_purchase_that_is_read_on_two_devices_in_turn_is_never_more_redirects_away_than_browsers_follow(int turns)
    {
        await _visitor.BuyAsync(_essay);
        await _visitor.ReadAsync(_essay);
        using var phone = _visitor.OnAnotherDevice();

        for (var turn = 0; turn < turns; turn++)
        {
            await TakeAsync(phone, turn);
            await TakeAsync(_visitor, turn);
        }
    }

    private async Task<string> PayTheClaimedOrderAsync()
    {
        using var first = await _visitor.Browser.OpenAsync(_essay);
        var payUri = await Visitor.PayUriAsync(first);
        Assert.Equal("claimed", (await Sandbox.Control.ClaimAsync(_visitor.Wallet, payUri)).Outcome);
        using (var reloaded = await _visitor.Browser.OpenAsync(_essay))
            Assert.NotEqual(OrderOf(first), OrderOf(reloaded));
        Assert.Equal("paid", (await Sandbox.Control.PayAsync(_visitor.Wallet, payUri)).Outcome);
        await _visitor.ReadAsync(_essay);
        return OrderOf(first);
    }

    /// <summary>Proves the purchase on this device, once the one before is not remembered any more.</summary>
    private async Task TakeAsync(Visitor device, int turn)
    {
        _shop.Clock.Advance(TimeSpan.FromMinutes(6));
        using var page = await FollowAsync(device.Browser, turn);
        Assert.Equal("replayed", (await Sandbox.Control.PayAsync(device.Wallet, await Visitor.PayUriAsync(page))).Outcome);
        using var read = await FollowAsync(device.Browser, turn);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    private async Task<HttpResponseMessage> FollowAsync(Browser browser, int turn)
    {
        for (var hop = 0; hop < 20; hop++)
        {
            var answer = await browser.OpenAsync(_essay);
            if (answer.Headers.Location is not { } location || location.IsAbsoluteUri)
                return answer;
            answer.Dispose();
        }
        throw new InvalidOperationException($"Too many redirects in turn {turn}.");
    }

    private async Task FillCookieAsync()
    {
        for (var page = 0; page < 25; page++)
            (await _visitor.Browser.OpenAsync($"{_essay}-{page}")).Dispose();
    }

    private async Task PressBuyAgainAsync(Browser browser) =>
        (await browser.SendAsync(HttpMethod.Post, _essay + "?taler_paywall=buy-again")).Dispose();

    private static string OrderOf(HttpResponseMessage redirect) => Find(redirect.Headers.Location!.AbsoluteUri, "orders/([^?/]+)").Groups[1].Value;

    private Task<RefundResult> RefundAsync(string orderId, string amount = Price) =>
        _shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(orderId), Amount.Parse(amount), "test");
}
