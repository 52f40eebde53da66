using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Moq;
using Taler.Merchant;
using Taler.Paywall.Sessions;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Gate;

/// <summary>The way of a request through the gate, step by step.</summary>
public sealed class PaywallGateTests
{
    private const string Essay = "/essays/maps";

    [Fact]
    public async Task A_visitor_who_did_not_pay_is_sent_away_with_a_cookie_and_one_order()
    {
        await using var site = Site.BehindMiddleware();

        var answer = await site.SendAsync(Essay);

        Assert.False(answer.IsServed);
        Assert.Equal(StatusCodes.Status302Found, answer.Status);
        var order = Assert.Single(site.Backend.Orders);
        Assert.Equal(order.OrderId, Assert.Single(site.Read(answer).Orders.ToArray()).OrderId);
        Assert.Equal("https://shop.example/essays/maps", order.FulfillmentUrl);
        Assert.Equal(["require_payment"], site.Decisions);
        Assert.Contains(site.Logs, line => line.Event == "Decided" && line.Message == "Resource /essays/maps: RequirePayment.");
    }

    [Fact]
    public async Task A_visitor_who_paid_is_served_by_the_backend_first_and_from_the_cache_afterwards()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAsync(Essay);

        var first = await site.SendAsync(Essay, Site.With(cookie));
        var calls = site.Backend.Calls;
        var second = await site.SendAsync(Essay, Site.With(cookie));

        Assert.True(first.IsServed && second.IsServed);
        Assert.Equal(calls, site.Backend.Calls);
        Assert.Equal(["require_payment", "serve", "serve_cached"], site.Decisions);
        Assert.Equal("KUDOS:1", second.Context.GetTalerPayment()?.AmountPaid?.ToString());
        Assert.Equal("private", second.Headers.CacheControl);
    }

    [Fact]
    public async Task One_purchase_opens_no_other_essay()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAsync(Essay);

        var answer = await site.SendAsync("/essays/rain", Site.With(cookie));

        Assert.False(answer.IsServed);
        Assert.Equal(2, site.Backend.Orders.Count);
        Assert.Equal(2, site.Read(answer).Orders.Length);
    }

    [Fact]
    public async Task A_payment_in_the_cache_that_is_less_than_the_price_is_asked_for_again()
    {
        var cache = new Mock<ISessionPaymentCache>();
        await using var site = Site.BehindMiddleware(cache: cache.Object);
        var cookie = (await site.SendAsync(Essay)).Cookie;
        Cached(cache, "KUDOS:0.99", site.Clock.GetUtcNow());

        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.False(answer.IsServed);
        Assert.Equal(["require_payment", "require_payment"], site.Decisions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cache_may_answer_at_once_or_later(bool later)
    {
        var cache = new Mock<ISessionPaymentCache>();
        await using var site = Site.BehindMiddleware(cache: cache.Object);
        var cookie = (await site.SendAsync(Essay)).Cookie;
        var answered = Cached(cache, "KUDOS:1", site.Clock.GetUtcNow(), later);

        var asked = site.SendAsync(Essay, Site.With(cookie));
        Assert.Equal(later, !asked.IsCompleted);
        answered.SetResult();

        Assert.True((await asked).IsServed);
        Assert.Equal("serve_cached", site.Decisions[^1]);
    }

    [Fact]
    public async Task A_wallet_that_bought_the_essay_before_opens_it_in_a_new_session_which_remembers_the_older_order()
    {
        await using var site = Site.BehindMiddleware();
        await site.BuyAsync(Essay);
        site.Backend.AlreadyPaid = site.Backend.Orders.Single().OrderId;

        var answer = await site.SendAsync(Essay);

        Assert.True(answer.IsServed);
        Assert.Equal(site.Backend.AlreadyPaid, site.Read(answer).Orders[0].OrderId);
        Assert.True((await site.SendAsync(Essay, Site.With(answer.Cookie))).IsServed);
        Assert.Equal("serve_cached", site.Decisions[^1]);
    }

    [Theory]
    [InlineData("https://shop.example/", "https://shop.example/essays/maps")]
    [InlineData("https://shop.example/below/", "https://shop.example/below/essays/maps")]
    [InlineData(null, "https://other.example:8443/app/essays/maps")]
    public async Task Buyers_return_to_the_address_of_the_site_or_for_want_of_it_to_the_one_they_asked(string? publicBaseUrl, string fulfillmentUrl)
    {
        await using var site = Site.BehindMiddleware(options => options.PublicBaseUrl = publicBaseUrl);

        await site.SendAsync(Essay, request =>
        {
            request.Host = new HostString("Other.Example", 8443);
            request.PathBase = "/app";
        });

        Assert.Equal(fulfillmentUrl, Assert.Single(site.Backend.Orders).FulfillmentUrl);
    }

    [Fact]
    public async Task A_refunded_visitor_sees_so_and_can_buy_again()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAsync(Essay);
        site.Backend.Refunds = true;

        var refunded = await site.SendAsync(Essay, Site.With(cookie));
        site.Clock.Advance(TimeSpan.FromHours(1));
        var pressed = await site.SendAsync("POST", Essay + "?a=1&taler_paywall=buy-again", Site.With(cookie));
        var offered = await site.SendAsync(Essay, Site.With(pressed.Cookie));

        Assert.Equal(StatusCodes.Status402PaymentRequired, refunded.Status);
        Assert.Contains("/essays/maps?taler_paywall=buy-again", refunded.Body, StringComparison.Ordinal);
        Assert.Equal(StatusCodes.Status303SeeOther, pressed.Status);
        Assert.Equal("/essays/maps?a=1", pressed.Headers.Location);
        Assert.Equal(OrderMark.Dropped, site.Read(pressed).Orders[0].Mark);
        Assert.Equal(site.Clock.GetUtcNow(), site.Read(pressed).Issued);
        Assert.Equal(StatusCodes.Status302Found, offered.Status);
        Assert.Equal(2, site.Backend.Orders.Count);
        Assert.Equal(["require_payment", "refunded", "buy_again", "require_payment"], site.Decisions);
    }

    [Fact]
    public async Task The_button_to_buy_again_makes_no_order_itself()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = (await site.SendAsync("/essays/rain")).Cookie;

        var pressed = await site.SendAsync("POST", Essay + "?taler_paywall=buy-again", Site.With(cookie));

        Assert.Equal(StatusCodes.Status303SeeOther, pressed.Status);
        Assert.Single(site.Backend.Orders);
    }

    [Fact]
    public async Task Without_a_session_the_button_to_buy_again_asks_for_cookies_and_makes_no_order()
    {
        await using var site = Site.BehindMiddleware();

        var pressed = await site.SendAsync("POST", Essay + "?taler_paywall=buy-again");

        Assert.Equal(StatusCodes.Status402PaymentRequired, pressed.Status);
        Assert.Equal(["cookies_required"], site.Decisions);
        Assert.Empty(site.Backend.Orders);
    }

    [Fact]
    public async Task A_dropped_order_is_not_looked_for_in_the_cache()
    {
        var cache = new Mock<ISessionPaymentCache>();
        await using var site = Site.BehindMiddleware(cache: cache.Object);
        var cookie = await site.BuyAsync(Essay);
        site.Backend.Refunds = true;
        var pressed = await site.SendAsync("POST", Essay + "?taler_paywall=buy-again", Site.With(cookie));
        Cached(cache, "KUDOS:1", site.Clock.GetUtcNow());

        var answer = await site.SendAsync(Essay, Site.With(pressed.Cookie));

        Assert.False(answer.IsServed);
        Assert.Equal("require_payment", site.Decisions[^1]);
    }

    [Fact]
    public async Task A_backend_that_is_down_costs_nobody_anything()
    {
        await using var site = Site.BehindMiddleware();
        site.Backend.IsDown = true;

        var answer = await site.SendAsync(Essay);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, answer.Status);
        Assert.Equal("10", answer.Headers.RetryAfter);
        Assert.Equal(["unavailable"], site.Decisions);
        Assert.NotNull(answer.Cookie);
    }

    [Fact]
    public async Task A_path_that_names_two_resources_is_refused_and_hardly_worth_a_line()
    {
        await using var site = Site.BehindMiddleware(options => options.Resources.Add(new TalerPaywallResource { Pattern = "/essays/{slug}/{page}", Price = "KUDOS:2" }));

        var answer = await site.SendAsync("/essays/a%2Fb");

        Assert.Equal(StatusCodes.Status400BadRequest, answer.Status);
        Assert.Equal(["ambiguous_path"], site.Decisions);
        Assert.Equal(["AmbiguousPath"], LinesOfTheGate(site).Select(line => line.Event));
    }

    [Fact]
    public async Task A_value_that_no_url_can_carry_is_refused_and_hardly_worth_a_line()
    {
        await using var site = Site.BehindMiddleware();

        var answer = await site.SendAsync("/essays/\ud800");

        Assert.Equal(StatusCodes.Status400BadRequest, answer.Status);
        Assert.Equal(["AmbiguousPath"], LinesOfTheGate(site).Select(line => line.Event));
    }

    [Fact]
    public async Task A_matcher_that_fails_refuses_and_says_why()
    {
        await using var site = Site.BehindMiddleware();

        var answer = await site.SendAsync(Essay, request => request.HttpContext.Features.Set<IEndpointFeature>(new BrokenEndpoint()));

        Assert.Equal(StatusCodes.Status400BadRequest, answer.Status);
        var line = Assert.Single(LinesOfTheGate(site));
        Assert.Equal("MatchFailed", line.Event);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.NotNull(line.Exception);
    }

    [Fact]
    public async Task A_preflight_reaches_the_application_and_brings_nothing_back_and_buys_nothing()
    {
        await using var site = Site.BehindMiddleware();

        var answer = await site.SendAsync("OPTIONS", Essay, request =>
        {
            request.Headers.Origin = "https://other.example";
            request.Headers.AccessControlRequestMethod = "GET";
        });

        Assert.Equal(StatusCodes.Status200OK, answer.Status);
        Assert.Equal("", answer.Body);
        Assert.Empty(site.Decisions);
        Assert.Equal(0, site.Backend.Calls);
    }

    private static IEnumerable<LogLine> LinesOfTheGate(Site site) => site.Logs.Where(line => line.Category.EndsWith(".PaywallGate", StringComparison.Ordinal));

    /// <summary>The cache finds a payment, at once or when the result is set.</summary>
    private static TaskCompletionSource Cached(Mock<ISessionPaymentCache> cache, string amount, DateTimeOffset confirmedAt, bool later = false)
    {
        var payment = new TalerPayment(OrderId.Parse("O1"), Amount.Parse(amount), refundDeadline: null, new Uri("http://127.0.0.1:9966/instances/sandbox/orders/O1"), confirmedAt);
        var answered = new TaskCompletionSource();
        cache.Setup(c => c.FindAsync(It.IsAny<OrderId>(), "/essays/maps", It.IsAny<SessionId>(), It.IsAny<CancellationToken>()))
            .Returns(() => later ? new ValueTask<TalerPayment?>(FindAsync()) : new ValueTask<TalerPayment?>(payment));
        return answered;

        async Task<TalerPayment?> FindAsync()
        {
            await answered.Task;
            return payment;
        }
    }

    private sealed class BrokenEndpoint : IEndpointFeature
    {
        public Endpoint? Endpoint { get; set; } = new(
            Site.ServeAsync, new EndpointMetadataCollection(new WrongOffer()), "Wrong");

        private sealed class WrongOffer : ITalerPaymentMetadata
        {
            public string? Price => "nothing";

            public string? Summary => null;

            public string? Name => null;
        }
    }
}
