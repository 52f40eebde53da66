using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Tests.Gate;

/// <summary>What a visitor who paid meets while the backend cannot tell whether he did.</summary>
public sealed class OutageTests
{
    private const string Essay = "/essays/maps";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Who_paid_reads_on_through_an_outage_until_the_grace_is_over()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsDown = true;

        site.Clock.Advance(Lifetime);
        var first = await site.SendAsync(Essay, Site.With(cookie));
        site.Clock.Advance(Grace - Second);
        var last = await site.SendAsync(Essay, Site.With(cookie));
        site.Clock.Advance(Second);
        var over = await site.SendAsync(Essay, Site.With(cookie));

        Assert.True(first.IsServed && last.IsServed);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, over.Status);
        Assert.Equal(["serve_outage", "serve_outage", "unavailable"], site.Decisions.TakeLast(3));
        Assert.Single(site.Backend.Orders);
    }

    [Fact]
    public async Task What_is_served_in_an_outage_is_as_private_as_ever_and_says_when_it_was_confirmed()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        var confirmed = site.Clock.GetUtcNow();
        site.Backend.IsDown = true;
        site.Clock.Advance(Lifetime);

        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.Equal("private", answer.Headers.CacheControl);
        Assert.Equal(confirmed, answer.Context.GetTalerPayment()!.ConfirmedAt);
    }

    [Fact]
    public async Task In_an_outage_the_backend_is_asked_about_an_order_once_in_ten_seconds()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsDown = true;
        site.Clock.Advance(Lifetime);
        var calls = site.Backend.Calls;

        foreach (var _ in Enumerable.Range(0, 5))
            Assert.True((await site.SendAsync(Essay, Site.With(cookie))).IsServed);

        Assert.Equal(calls + 1, site.Backend.Calls);
        site.Clock.Advance(TimeSpan.FromSeconds(10));
        await site.SendAsync(Essay, Site.With(cookie));
        Assert.Equal(calls + 2, site.Backend.Calls);
    }

    [Fact]
    public async Task Without_a_grace_an_outage_closes_the_page_when_the_lifetime_is_over()
    {
        await using var site = Site.BehindMiddleware(options => options.PaymentCache.OutageGrace = TimeSpan.Zero);
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsDown = true;

        site.Clock.Advance(Lifetime - Second);
        Assert.True((await site.SendAsync(Essay, Site.With(cookie))).IsServed);
        site.Clock.Advance(Second);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, (await site.SendAsync(Essay, Site.With(cookie))).Status);
    }

    [Fact]
    public async Task With_a_lifetime_of_zero_the_backend_is_asked_each_time_and_the_grace_still_holds()
    {
        await using var site = Site.BehindMiddleware(options => options.PaymentCache.Lifetime = TimeSpan.Zero);
        var cookie = await site.BuyAndReadAsync(Essay);
        var calls = site.Backend.Calls;

        Assert.True((await site.SendAsync(Essay, Site.With(cookie))).IsServed);
        site.Backend.IsDown = true;
        Assert.True((await site.SendAsync(Essay, Site.With(cookie))).IsServed);

        Assert.Equal(calls + 2, site.Backend.Calls);
        Assert.Equal(["serve", "serve_outage"], site.Decisions.TakeLast(2));
    }

    [Fact]
    public async Task The_grace_is_never_longer_than_the_session()
    {
        await using var site = Site.BehindMiddleware(options => options.SessionLifetime = TimeSpan.FromMinutes(10));
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsDown = true;

        site.Clock.Advance(TimeSpan.FromMinutes(10));
        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.False(answer.IsServed);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, answer.Status);
    }

    [Fact]
    public async Task A_refund_that_the_backend_told_of_ends_the_grace_for_good()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Clock.Advance(Lifetime);
        site.Backend.Refunds = true;
        Assert.Equal(StatusCodes.Status402PaymentRequired, (await site.SendAsync(Essay, Site.With(cookie))).Status);

        site.Backend.IsDown = true;
        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, answer.Status);
    }

    [Fact]
    public async Task What_the_backend_denies_stays_closed_when_it_goes_down_further_along_the_chain()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        site.Backend.MoveAll();
        site.Backend.AnswersLeft = 3;

        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.Equal((StatusCodes.Status503ServiceUnavailable, false), (answer.Status, answer.IsServed));
        Assert.Equal("unavailable", site.Decisions[^1]);
    }

    [Fact]
    public async Task A_backend_that_comes_back_is_believed_again()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsDown = true;
        site.Clock.Advance(Lifetime);
        await site.SendAsync(Essay, Site.With(cookie));

        site.Backend.IsDown = false;
        site.Backend.Refunds = true;
        site.Clock.Advance(TimeSpan.FromSeconds(10));
        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.False(answer.IsServed);
        Assert.Equal("refunded", site.Decisions[^1]);
    }

    [Fact]
    public async Task A_backend_that_lost_a_paid_order_makes_nobody_pay_again_while_the_payment_is_remembered()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsEmpty = true;
        site.Clock.Advance(Lifetime);

        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.True(answer.IsServed);
        Assert.Equal("serve_outage", site.Decisions[^1]);
        Assert.Single(site.Backend.Orders);
        Assert.Contains(site.Logs, line => line.Event == "PaidOrderLost");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_button_that_a_former_page_left_leads_who_paid_to_the_page_and_makes_no_order(bool backendLostOrder)
    {
        await using var site = Site.BehindMiddleware(options => options.OrderCreation = TalerOrderCreation.OnClick);
        var priced = await site.SendAsync(Essay);
        var offered = await site.SendAsync("POST", Essay + "?taler_paywall=order", Site.With(priced.Cookie));
        site.Backend.PayAll();
        Assert.True((await site.SendAsync(Essay, Site.With(offered.Cookie))).IsServed);
        site.Clock.Advance(Lifetime);
        site.Backend.IsEmpty = backendLostOrder;
        site.Backend.IsDown = !backendLostOrder;

        var pressed = await site.SendAsync("POST", Essay + "?taler_paywall=order", Site.With(offered.Cookie));

        Assert.Equal(StatusCodes.Status303SeeOther, pressed.Status);
        Assert.Equal(Essay, pressed.Headers.Location);
        Assert.True((await site.SendAsync(Essay, Site.With(pressed.Cookie))).IsServed);
        Assert.Single(site.Backend.Orders);
    }

    [Fact]
    public async Task A_visitor_who_did_not_pay_gets_nothing_in_an_outage()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = (await site.SendAsync(Essay)).Cookie;
        site.Backend.IsDown = true;
        site.Clock.Advance(Lifetime);

        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, answer.Status);
    }

    [Fact]
    public async Task The_grace_is_not_for_another_session_nor_another_page()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsDown = true;
        site.Clock.Advance(Lifetime);

        Assert.False((await site.SendAsync("/essays/rain", Site.With(cookie))).IsServed);
        Assert.False((await site.SendAsync(Essay)).IsServed);
    }
}
