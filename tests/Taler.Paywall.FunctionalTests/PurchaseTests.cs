using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests;

/// <summary>The purchase as DD 007 tells it, on real sockets, with the sandbox as a process of its own.</summary>
public sealed class PurchaseTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        await sandbox.Control.ClearRequestsAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_visitor_who_did_not_pay_is_sent_to_the_payment_page()
    {
        using var visitor = NewVisitor();

        using var response = await visitor.Browser.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.StartsWith(sandbox.BaseUrl + "orders/", response.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Contains("Cookie", response.Headers.Vary);
        Assert.Contains("Accept", response.Headers.Vary);
        Assert.Equal("POST GET", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task A_visitor_who_paid_reads_the_essay_and_everything_below_it()
    {
        using var visitor = NewVisitor();

        Assert.Equal("paid", (await visitor.BuyAsync("/essays/maps")).Outcome);

        Assert.Equal(Shop.Paid + "maps KUDOS:0.5", await visitor.ReadAsync("/essays/maps"));
        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/essays/maps/illustration.svg"));
    }

    [Fact]
    public async Task A_warm_paid_request_asks_the_backend_nothing()
    {
        using var visitor = NewVisitor();
        await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");
        await sandbox.Control.ClearRequestsAsync();

        for (var i = 0; i < 20; i++)
            await visitor.ReadAsync("/essays/maps");

        Assert.Equal("", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task The_backend_is_asked_again_when_the_cached_payment_has_ended()
    {
        using var visitor = NewVisitor();
        await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");
        await sandbox.Control.ClearRequestsAsync();

        _shop.Clock.Advance(TimeSpan.FromMinutes(6));
        await visitor.ReadAsync("/essays/maps");

        Assert.Equal("GET", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task One_purchase_does_not_open_another_essay()
    {
        using var visitor = NewVisitor();
        await visitor.BuyAsync("/essays/maps");

        await visitor.ExpectAsync(HttpStatusCode.Found, "/essays/bread");
    }

    [Fact]
    public async Task Resources_told_apart_by_a_query_value_are_bought_one_by_one()
    {
        using var visitor = NewVisitor();
        await visitor.BuyAsync("/report?id=7&utm_source=mail");

        Assert.Equal(Shop.Paid + "7", await visitor.ReadAsync("/report?utm_source=feed&id=7"));
        await visitor.ExpectAsync(HttpStatusCode.Found, "/report?id=8");
        await visitor.ExpectAsync(HttpStatusCode.Found, "/report");
        await visitor.ExpectAsync(HttpStatusCode.BadRequest, "/report?id=7&id=8");
    }

    [Fact]
    public async Task A_reload_before_paying_leads_to_the_same_order()
    {
        using var visitor = NewVisitor();

        using var first = await visitor.Browser.OpenAsync("/essays/maps");
        using var second = await visitor.Browser.OpenAsync("/essays/maps");

        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal("POST GET GET", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task Another_browser_has_to_pay_for_itself()
    {
        using var visitor = NewVisitor();
        using var stranger = NewVisitor();
        await visitor.BuyAsync("/essays/maps");

        await stranger.ExpectAsync(HttpStatusCode.Found, "/essays/maps");
        Assert.Equal("paid", (await stranger.BuyAsync("/essays/maps")).Outcome);
    }

    [Fact]
    public async Task A_second_device_with_the_same_wallet_pays_nothing()
    {
        using var visitor = NewVisitor();
        await visitor.BuyAsync("/essays/maps");
        using var phone = visitor.OnAnotherDevice();

        Assert.Equal("replayed", (await phone.BuyAsync("/essays/maps")).Outcome);

        Assert.Equal(Shop.Paid + "maps KUDOS:0.5", await phone.ReadAsync("/essays/maps"));
    }

    [Fact]
    public async Task Who_looks_at_the_page_on_the_former_device_takes_nothing_from_the_new_one()
    {
        using var visitor = NewVisitor();
        await visitor.BuyAsync("/essays/maps");
        using var phone = visitor.OnAnotherDevice();
        await phone.BuyAsync("/essays/maps");
        await phone.ReadAsync("/essays/maps");

        await visitor.ExpectAsync(HttpStatusCode.Found, "/essays/maps");
        await sandbox.Control.ClearRequestsAsync();

        await phone.ReadAsync("/essays/maps");
        Assert.Equal("", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task After_a_repurchase_the_older_order_is_adopted_within_four_calls_and_kept_in_the_cookie()
    {
        using var visitor = NewVisitor();
        await visitor.BuyAsync("/essays/maps");
        visitor.Browser.DeleteCookies();
        Assert.Equal("replayed", (await visitor.BuyAsync("/essays/maps")).Outcome);
        await sandbox.Control.ClearRequestsAsync();

        await visitor.ReadAsync("/essays/maps");
        Assert.Equal("GET POST GET GET", await sandbox.CallsAsync());

        _shop.Clock.Advance(TimeSpan.FromMinutes(6));
        await sandbox.Control.ClearRequestsAsync();
        await visitor.ReadAsync("/essays/maps");
        Assert.Equal("GET", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task An_order_that_another_wallet_claimed_is_replaced_once_per_visit()
    {
        using var visitor = NewVisitor();
        using var first = await visitor.Browser.OpenAsync("/essays/maps");
        await sandbox.Control.ClaimAsync("stranger", await Visitor.PayUriAsync(first));
        await sandbox.Control.ClearRequestsAsync();

        using var second = await visitor.Browser.OpenAsync("/essays/maps");

        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
        Assert.Equal("GET POST GET", await sandbox.CallsAsync());
        Assert.Equal("paid", (await visitor.BuyAsync("/essays/maps")).Outcome);
        await visitor.ReadAsync("/essays/maps");
    }

    [Fact]
    public async Task An_order_whose_deadline_is_close_is_replaced_by_the_next()
    {
        await using var hasty = await SandboxFixture.StartAsync("--Sandbox:PayDelay", "00:00:20");
        await using var shop = await Shop.OpenAsync(Shop.Settings(hasty.BaseUrl));
        using var visitor = new Visitor(shop, hasty.Control);
        using var first = await visitor.Browser.OpenAsync("/essays/maps");

        using var second = await visitor.Browser.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.Found, second.StatusCode);
        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task A_clock_that_is_days_ahead_of_the_backends_makes_no_difference()
    {
        using var visitor = NewVisitor();
        _shop.Clock.Advance(TimeSpan.FromDays(2));
        using var first = await visitor.Browser.OpenAsync("/essays/maps");

        using var second = await visitor.Browser.OpenAsync("/essays/maps");

        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal("paid", (await sandbox.Control.PayAsync(visitor.Wallet, await Visitor.PayUriAsync(second))).Outcome);
        await visitor.ReadAsync("/essays/maps");
    }

    [Fact]
    public async Task A_deleted_order_is_replaced()
    {
        using var visitor = NewVisitor();
        using var first = await visitor.Browser.OpenAsync("/essays/maps");
        var orderId = first.Headers.Location!.Segments[^1];
        using var http = new HttpClient { DefaultRequestHeaders = { { "Authorization", "Bearer " + SandboxFixture.AccessToken } } };
        using var deleted = await http.DeleteAsync(new Uri(sandbox.BaseUrl, "private/orders/" + orderId));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        Assert.Equal("paid", (await visitor.BuyAsync("/essays/maps")).Outcome);

        await visitor.ReadAsync("/essays/maps");
    }

    [Fact]
    public async Task A_changed_price_makes_a_new_order_and_keeps_old_purchases()
    {
        var keys = new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider();
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:PublicBaseUrl"] = "https://shop.example/";
        await using var cheap = await Shop.OpenAsync(settings, keys: keys);
        using var buyer = new Visitor(cheap, sandbox.Control);
        using var waiting = new Visitor(cheap, sandbox.Control);
        await buyer.BuyAsync("/essays/maps");
        using var before = await waiting.Browser.OpenAsync("/essays/maps");
        settings["TalerPaywall:Resources:0:Price"] = "KUDOS:2";
        await using var dear = await Shop.OpenAsync(settings, keys: keys);
        using var buyerNow = new Browser(dear.BaseAddress);
        using var waitingNow = new Browser(dear.BaseAddress);
        buyerNow.SetPaywallCookie(buyer.Browser.PaywallCookie!);
        waitingNow.SetPaywallCookie(waiting.Browser.PaywallCookie!);

        using var read = await buyerNow.OpenAsync("/essays/maps");
        using var after = await waitingNow.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(HttpStatusCode.Found, after.StatusCode);
        Assert.NotEqual(before.Headers.Location, after.Headers.Location);
    }

    [Fact]
    public async Task Parallel_first_requests_of_one_session_make_one_order()
    {
        using var visitor = NewVisitor();
        await visitor.ExpectAsync(HttpStatusCode.Found, "/essays/bread");
        var merchant = _shop.Services.GetRequiredService<ITalerMerchantClient>();
        var fulfillmentUrl = new Uri(_shop.BaseAddress, "/essays/maps").AbsoluteUri;

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => visitor.Browser.OpenAsync("/essays/maps")));

        Assert.Single(responses.Select(response => response.Headers.Location).Distinct());
        Assert.Single(await merchant.ListOrdersAsync(new ListOrdersRequest { FulfillmentUrl = fulfillmentUrl }));
    }

    [Fact]
    public async Task A_free_page_costs_nothing_and_sets_no_cookie()
    {
        using var visitor = NewVisitor();

        Assert.Equal("free", await visitor.ReadAsync("/free"));

        Assert.Null(visitor.Browser.PaywallCookie);
        Assert.Equal("", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task The_session_slides_and_ends_after_its_lifetime()
    {
        using var visitor = NewVisitor();
        await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");
        var bought = visitor.Browser.PaywallCookie!;

        _shop.Clock.Advance(TimeSpan.FromDays(20));
        await visitor.ReadAsync("/essays/maps");
        var renewed = visitor.Browser.PaywallCookie!;
        _shop.Clock.Advance(TimeSpan.FromDays(20));
        await visitor.ReadAsync("/essays/maps");

        Assert.NotEqual(bought, renewed);
        using var late = new Browser(_shop.BaseAddress);
        late.SetPaywallCookie(bought);
        using var response = await late.OpenAsync("/essays/maps");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    private Visitor NewVisitor() => new(_shop, sandbox.Control);
}
