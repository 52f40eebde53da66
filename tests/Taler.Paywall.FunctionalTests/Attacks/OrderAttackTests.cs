using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Sessions, orders and caches under attack: no second order, no lost session, nothing open after a refund.</summary>
public sealed class OrderAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_form_on_another_site_cannot_take_the_session_away()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");

        // A browser leaves a Lax cookie out of a cross-site POST, but takes the one that the answer to this navigation sets.
        var answer = await RawAsync(
            shop,
            "POST /essays/maps HTTP/1.1\r\nHost: shop\r\nOrigin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("Set-Cookie", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_eager_output_cache_does_not_hand_one_visitors_order_to_another()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(Sandbox.BaseUrl),
            builder => builder.Services.AddOutputCache(options => options.AddBasePolicy(policy => policy.AddPolicy<EagerPolicy>(), excludeDefaultPolicy: true)),
            app =>
            {
                app.UseOutputCache();
                app.UseTalerPaywall();
                app.MapGet("/essays/{slug}", () => Shop.Paid);
            });
        shop.ExpectLog(line => line.Event == "CacheInFront");
        using var one = new Browser(shop.BaseAddress);
        using var other = new Browser(shop.BaseAddress);

        using var first = await one.OpenAsync("/essays/maps");
        using var second = await other.OpenAsync("/essays/maps");

        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task A_shop_whose_clock_is_ahead_makes_no_new_order_for_every_look()
    {
        await using var shop = await OpenAsync(null);
        shop.Clock.Advance(TimeSpan.FromDays(2));
        using var visitor = new Visitor(shop, Sandbox.Control);
        await Sandbox.Control.ClearRequestsAsync();

        for (var look = 0; look < 5; look++)
            (await visitor.Browser.OpenAndFollowAsync("/essays/maps")).Dispose();

        var orders = (await Sandbox.Control.RequestsAsync()).Count(request => request is { Method: "POST", Path: "private/orders" });
        Assert.True(orders <= 3, $"{orders} orders for five looks at one page");
    }

    [Fact]
    public async Task Five_hundred_parallel_requests_on_two_nodes_end_in_one_payable_order()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var one = await Shop.OpenAsync(Settings(), keys: keys);
        await using var two = await Shop.OpenAsync(Settings(), keys: keys);
        using var browser = new Browser(one.BaseAddress);
        using var page = await browser.OpenAsync("/essays/maps", Sandbox.BaseUrl + "orders/x");
        var cookie = browser.PaywallCookie!;
        await Sandbox.Control.ClearRequestsAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i =>
            RawAsync(i % 2 == 0 ? one : two, $"GET /essays/maps HTTP/1.1\r\nHost: shop\r\n{Navigate}Cookie: .Taler.Paywall={cookie}\r\nConnection: close\r\n\r\n")));

        var kinds = answers.GroupBy(answer => answer.Split('\r')[0] + " " + Find(answer, "orders/([A-Z0-9]+)").Value).Select(group => group.Key + " x" + group.Count()).ToList();
        Assert.True(kinds.Count == 1, string.Join("; ", kinds));

        Dictionary<string, string?> Settings() => new(Shop.Settings(Sandbox.BaseUrl)) { ["TalerPaywall:PublicBaseUrl"] = "https://shop.example/" };
    }

    [Fact]
    public async Task The_last_order_of_a_chain_is_one_order_on_two_nodes_too()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var one = await Shop.OpenAsync(Settings(), keys: keys);
        await using var two = await Shop.OpenAsync(Settings(), keys: keys);
        using var visitor = new Visitor(one, Sandbox.Control);
        (await OpenAndClaimAsync(visitor)).Dispose();
        var stale = visitor.Browser.Copy();
        (await OpenAndClaimAsync(visitor)).Dispose();
        (await stale.OpenAsync("/essays/maps")).Dispose();
        var cookie = stale.PaywallCookie!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            RawAsync(i % 2 == 0 ? one : two, $"GET /essays/maps HTTP/1.1\r\nHost: shop\r\n{Navigate}Cookie: .Taler.Paywall={cookie}\r\nConnection: close\r\n\r\n")));

        var orders = answers.Select(answer => Find(answer, "orders/([A-Z0-9]+)").Value).Distinct().ToList();
        Assert.True(orders.Count == 1, orders.Count + " payable orders: " + string.Join(", ", orders));

        Dictionary<string, string?> Settings() => new(Shop.Settings(Sandbox.BaseUrl)) { ["TalerPaywall:PublicBaseUrl"] = "https://shop.example/" };
    }

    [Fact]
    public async Task A_visitor_who_brings_one_old_cookie_again_and_again_gets_one_order()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, Sandbox.Control);
        (await OpenAndClaimAsync(visitor)).Dispose();
        var stale = visitor.Browser.Copy();
        (await OpenAndClaimAsync(visitor)).Dispose();
        (await stale.OpenAsync("/essays/maps")).Dispose();
        using var one = stale.Copy();
        using var two = stale.Copy();

        using var first = await one.OpenAsync("/essays/maps");
        using var second = await two.OpenAsync("/essays/maps");

        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task The_buy_again_button_works_on_an_address_that_carries_its_mark()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, Sandbox.Control);
        var bought = await visitor.BuyAsync("/essays/maps");
        await shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse("KUDOS:0.5"), "test");

        using var page = await visitor.Browser.OpenAsync("/essays/maps?taler_paywall=buy-again");
        var form = Find(await page.Content.ReadAsStringAsync(), "action=\"([^\"]*)\"").Groups[1].Value;
        using var pressed = await visitor.Browser.SendAsync(HttpMethod.Post, WebUtility.HtmlDecode(form));

        Assert.Equal(HttpStatusCode.SeeOther, pressed.StatusCode);
    }

    [Fact]
    public async Task A_payment_cache_that_fails_costs_nobody_what_he_paid_for()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(Sandbox.BaseUrl),
            builder => builder.Services.AddSingleton<ISessionPaymentCache>(new BrokenCache()));
        shop.ExpectLog(line => line.Event == "CacheTrouble");
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync("/essays/maps");

        Assert.StartsWith(Shop.Paid, await visitor.ReadAsync("/essays/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_made_while_a_status_question_is_under_way_closes_the_page()
    {
        var gate = new SlowAnswers();
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(Sandbox.BaseUrl),
            builder => builder.Services.AddHttpClient(TalerMerchantDefaults.HttpClientName).AddHttpMessageHandler(() => gate.Handler()));
        using var visitor = new Visitor(shop, Sandbox.Control);
        var bought = await visitor.BuyAsync("/essays/maps");

        gate.Hold();
        var reading = visitor.Browser.OpenAsync("/essays/maps");
        await gate.AnswerHeld;
        await shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse("KUDOS:0.5"), "race");
        gate.Release();
        (await reading).Dispose();

        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, "/essays/maps");
    }

    private async Task<HttpResponseMessage> OpenAndClaimAsync(Visitor visitor)
    {
        var response = await visitor.Browser.OpenAsync("/essays/maps");
        Assert.Equal("claimed", (await Sandbox.Control.ClaimAsync("w-" + Guid.NewGuid().ToString("N"), await Visitor.PayUriAsync(response))).Outcome);
        return response;
    }

    private sealed class EagerPolicy : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            context.EnableOutputCaching = true;
            context.AllowCacheLookup = true;
            context.AllowCacheStorage = true;
            context.ResponseExpirationTimeSpan = TimeSpan.FromHours(1);
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
    }

    private sealed class BrokenCache : ISessionPaymentCache
    {
        public ValueTask<TalerPayment?> FindAsync(OrderId orderId, string resourceName, SessionId sessionId, CancellationToken cancellationToken) =>
            ValueTask.FromException<TalerPayment?>(new InvalidOperationException("The database is down."));

        public ValueTask StoreAsync(TalerPayment payment, string resourceName, SessionId sessionId, TimeSpan lifetime, CancellationToken cancellationToken) =>
            ValueTask.FromException(new InvalidOperationException("The database is down."));

        public ValueTask RemoveAsync(OrderId orderId, CancellationToken cancellationToken) =>
            ValueTask.FromException(new InvalidOperationException("The database is down."));
    }

    private sealed class SlowAnswers
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _release;

        public Task AnswerHeld => _held.Task;

        public void Hold() => _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _release!.SetResult();

        public DelegatingHandler Handler() => new Holder(this);

        private sealed class Holder(SlowAnswers owner) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (request.Method == HttpMethod.Get && owner._release is { } release)
                {
                    await response.Content.LoadIntoBufferAsync(cancellationToken);
                    owner._held.TrySetResult();
                    await release.Task.WaitAsync(cancellationToken);
                }
                return response;
            }
        }
    }
}
