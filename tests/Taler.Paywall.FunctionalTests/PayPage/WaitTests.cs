using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.PayPage;

/// <summary>The script of the pay page asks <c>?taler_paywall=wait</c> and hears what became of the order.</summary>
public sealed class WaitTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Essay = "/essays/bread";
    private const string Wait = Essay + "?taler_paywall=wait";

    private Shop _shop = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        _visitor = new Visitor(_shop, sandbox.Control);
        await sandbox.Control.ClearRequestsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_page_hears_of_its_payment_at_once()
    {
        var payUri = await OpenAsync(_visitor);
        var waiting = _visitor.Browser.FetchAsync(Wait);
        await WaitersAsync(1);

        await sandbox.Control.PayAsync(_visitor.Wallet, payUri);

        Assert.Equal("paid", await StatusAsync(await waiting));
        Assert.StartsWith(Shop.Paid, await _visitor.ReadAsync(Essay), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_hears_that_a_wallet_has_the_order_and_then_that_it_paid()
    {
        var payUri = await OpenAsync(_visitor);
        var waiting = _visitor.Browser.FetchAsync(Wait);
        await WaitersAsync(1);

        await sandbox.Control.ClaimAsync(_visitor.Wallet, payUri);
        var claimed = await StatusAsync(await waiting);
        waiting = _visitor.Browser.FetchAsync(Wait);
        await sandbox.Control.PayAsync(_visitor.Wallet, payUri);

        Assert.Equal(("claimed", "paid"), (claimed, await StatusAsync(await waiting)));
    }

    [Fact]
    public async Task A_page_hears_that_a_wallet_showed_an_older_purchase()
    {
        await _visitor.BuyAsync(Essay);
        using var elsewhere = _visitor.OnAnotherDevice();
        var payUri = await OpenAsync(elsewhere);
        await sandbox.Control.ClearRequestsAsync();
        var waiting = elsewhere.Browser.FetchAsync(Wait);
        await WaitersAsync(1);

        var reply = await sandbox.Control.PayAsync(elsewhere.Wallet, payUri);

        Assert.Equal("replayed", reply.Outcome);
        Assert.Equal("paid", await StatusAsync(await waiting));
        Assert.DoesNotContain("POST", await sandbox.CallsAsync(), StringComparison.Ordinal);
        Assert.StartsWith(Shop.Paid, await elsewhere.ReadAsync(Essay), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_comes_late_hears_of_the_payment_too()
    {
        await _visitor.BuyAsync(Essay);

        Assert.Equal("paid", await StatusAsync(await _visitor.Browser.FetchAsync(Wait)));
    }

    [Fact]
    public async Task A_refund_tells_the_page_to_load_itself_again()
    {
        var bought = await _visitor.BuyAsync(Essay);
        await MerchantAsync(client => client.RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse("KUDOS:0.5"), "test"));

        Assert.Equal("changed", await StatusAsync(await _visitor.Browser.FetchAsync(Wait)));
        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, Essay);
    }

    [Fact]
    public async Task A_refunded_purchase_does_not_pay_the_next_order()
    {
        var bought = await _visitor.BuyAsync(Essay);
        await MerchantAsync(client => client.RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse("KUDOS:0.5"), "test"));
        await _visitor.ExpectAsync(HttpStatusCode.PaymentRequired, Essay);
        (await _visitor.Browser.SendAsync(HttpMethod.Post, Essay + "?taler_paywall=buy-again")).Dispose();

        await sandbox.Control.ClaimAsync(_visitor.Wallet, await OpenAsync(_visitor));

        Assert.Equal("claimed", await StatusAsync(await _visitor.Browser.FetchAsync(Wait)));
    }

    [Fact]
    public async Task An_order_that_is_deleted_meanwhile_tells_the_page_to_load_itself_again()
    {
        var payUri = await OpenAsync(_visitor);
        var waiting = _visitor.Browser.FetchAsync(Wait);
        await WaitersAsync(1);

        await MerchantAsync(client => client.DeleteOrderAsync(TalerPayUri.Parse(payUri).OrderId));

        Assert.Equal("changed", await StatusAsync(await waiting));
    }

    [Fact]
    public async Task An_offer_that_is_about_to_end_tells_the_page_to_load_itself_again()
    {
        await using var hasty = await SandboxFixture.StartAsync("--Sandbox:PayDelay", "00:00:20");
        await using var shop = await Shop.OpenAsync(Shop.Settings(hasty.BaseUrl));
        using var visitor = new Visitor(shop, hasty.Control);
        await OpenAsync(visitor);

        Assert.Equal("changed", await StatusAsync(await visitor.Browser.FetchAsync(Wait)));
    }

    [Fact]
    public async Task A_price_that_was_changed_meanwhile_tells_the_page_to_load_itself_again()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var before = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), keys: keys);
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:Resources:0:Price"] = "KUDOS:0.7";
        await using var after = await Shop.OpenAsync(settings, keys: keys);
        using var earlier = new Browser(before.BaseAddress);
        using (await earlier.OpenAsync(Essay))
        {
            using var later = new Browser(after.BaseAddress);
            later.SetPaywallCookie(earlier.PaywallCookie!);

            Assert.Equal("changed", await StatusAsync(await later.FetchAsync(Wait)));
        }
    }

    [Fact]
    public async Task Who_brings_no_session_or_no_order_waits_for_nothing()
    {
        using var stranger = new Browser(_shop.BaseAddress);
        using (await _visitor.Browser.OpenAsync("/essays/rain"))
            await sandbox.Control.ClearRequestsAsync();

        foreach (var browser in new[] { stranger, _visitor.Browser })
        {
            using var response = await browser.FetchAsync(Wait);
            var problem = await Problem.ReadAsync(response);

            Assert.Equal((402, "urn:taler-paywall:problem#cookies-required"), (problem.Status, problem.Type));
            Assert.Null(problem.TalerPayUri);
            Assert.False(response.Headers.Contains("Set-Cookie"));
        }
        Assert.Empty(await sandbox.Control.RequestsAsync());
    }

    [Fact]
    public async Task The_wait_of_a_buyer_shows_no_content_and_no_address()
    {
        await _visitor.BuyAsync(Essay);
        await _visitor.ReadAsync(Essay);

        foreach (var accept in new[] { "application/json", "text/html", "*/*" })
        {
            using var response = await _visitor.Browser.SendAsync(HttpMethod.Get, Wait, request => request.Headers.TryAddWithoutValidation("Accept", accept));

            Assert.Equal("""{"order_status":"paid"}""", await response.Content.ReadAsStringAsync());
            Assert.True(response.Headers.CacheControl!.NoStore);
            Assert.False(response.Headers.Contains("Taler"));
        }
    }

    [Theory]
    [InlineData("Taler-Paywall-Session", "new")]
    [InlineData("Idempotency-Key", "3e2f9c58-6a1d-4f0e-9b7a-0c5d8e1f2a34")]
    public async Task A_program_without_cookies_waits_with_its_own_session(string header, string value)
    {
        using var program = new Browser(_shop.BaseAddress);
        using var asked = await program.SendAsync(HttpMethod.Get, Essay, request => Identify(request, value));
        if (asked.Headers.TryGetValues(header, out var session))
            value = session.Single();
        await sandbox.Control.PayAsync(_visitor.Wallet, (await Problem.ReadAsync(asked)).TalerPayUri!);

        Assert.Equal("paid", await StatusAsync(await program.SendAsync(HttpMethod.Get, Wait, request => Identify(request, value))));

        void Identify(HttpRequestMessage request, string with)
        {
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Add(header, with);
        }
    }

    [Fact]
    public async Task A_wait_that_is_given_up_cuts_no_connection_to_the_backend()
    {
        await OpenAsync(_visitor);
        using var leaving = new CancellationTokenSource();
        var waiting = _visitor.Browser.FetchAsync(Wait, leaving.Token);
        await WaitersAsync(1);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await WaitersAsync(0);

        Assert.All(await WaitsAsync(), wait => Assert.Equal(200, wait.Status));
    }

    [Fact]
    public async Task Four_pages_of_a_visitor_wait_the_fifth_is_told_how_things_stand_and_one_that_leaves_makes_room()
    {
        var pages = Enumerable.Range(1, 5).Select(number => $"/essays/number-{number}").ToList();
        foreach (var page in pages)
            (await _visitor.Browser.OpenAsync(page)).Dispose();
        using var leaving = new CancellationTokenSource();
        var waits = new List<Task<HttpResponseMessage>> { WaitAsync(pages[0], leaving.Token) };
        waits.AddRange(pages[1..4].Select(page => WaitAsync(page)));
        await WaitersAsync(4);

        var fifth = await StatusAsync(await WaitAsync(pages[4]));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits[0]);
        await WaitersAsync(3);
        waits[0] = WaitAsync(pages[4]);
        await WaitersAsync(4);

        Assert.Equal("unpaid", fifth);
        await EndWaitsAsync(waits);

        Task<HttpResponseMessage> WaitAsync(string page, CancellationToken cancellationToken = default) =>
            _visitor.Browser.FetchAsync(page + "?taler_paywall=wait", cancellationToken);
    }

    [Fact]
    public async Task An_application_that_stops_sends_its_waiters_away()
    {
        await OpenAsync(_visitor);
        var waiting = _visitor.Browser.FetchAsync(Wait);
        await WaitersAsync(1);

        await EndWaitsAsync([waiting]);
    }

    [Fact]
    public async Task A_backend_in_trouble_is_said_to_be_and_the_page_may_ask_again()
    {
        await OpenAsync(_visitor);
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Status = 500 });
        _shop.ExpectLog(line => line.Event == "BackendUnavailable");

        using var response = await _visitor.Browser.FetchAsync(Wait);
        var problem = await Problem.ReadAsync(response);

        Assert.Equal("urn:taler-paywall:problem#backend-unavailable", problem.Type);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_backend_that_cannot_tell_of_sessions_leaves_the_order_claimed()
    {
        var payUri = await OpenAsync(_visitor);
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET sessions/*") { Status = 404, Body = """{"code":21}""", ContentType = "application/json", Times = 100 });
        var waiting = _visitor.Browser.FetchAsync(Wait);
        await WaitersAsync(1);

        await sandbox.Control.ClaimAsync(_visitor.Wallet, payUri);

        Assert.Equal("claimed", await StatusAsync(await waiting));
        await sandbox.Control.ClearFaultsAsync();
    }

    [Fact]
    public async Task On_other_methods_the_mark_means_nothing()
    {
        using var head = await _visitor.Browser.SendAsync(HttpMethod.Head, Wait);
        using var post = await _visitor.Browser.SendAsync(HttpMethod.Post, Wait);

        Assert.Equal(HttpStatusCode.PaymentRequired, head.StatusCode);
        Assert.Equal("urn:taler-paywall:problem#payment-required", (await Problem.ReadAsync(post)).Type);
    }

    [Fact]
    public async Task On_pages_that_are_not_sold_the_mark_means_nothing()
    {
        foreach (var mark in new[] { "wait", "paid" })
            Assert.Equal("free", await _visitor.ReadAsync("/free?taler_paywall=" + mark));
    }

    /// <summary>Opens the essay and comes to its payment page.</summary>
    private static async Task<string> OpenAsync(Visitor visitor)
    {
        using var response = await visitor.Browser.OpenAsync(Essay);
        return await Visitor.PayUriAsync(response);
    }

    private static async Task<string> StatusAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(response.Headers.CacheControl!.NoStore);
            return (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["order_status"]!;
        }
    }

    /// <summary>Passes when so many waits are at the backend.</summary>
    private Task WaitersAsync(int count) => Eventually.IsSoAsync(async () => (await WaitsAsync()).Count(wait => wait.Status is null) == count);

    private async Task<IEnumerable<SandboxRequest>> WaitsAsync() =>
        (await sandbox.Control.RequestsAsync()).Where(request => request.Query.Contains("timeout_ms", StringComparison.Ordinal));

    private async Task EndWaitsAsync(IEnumerable<Task<HttpResponseMessage>> waits)
    {
        _shop.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.All(await Task.WhenAll(waits), response => Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode));
    }

    private Task MerchantAsync(Func<ITalerMerchantClient, Task> call) => call(_shop.Services.GetRequiredService<ITalerMerchantClient>());
}
