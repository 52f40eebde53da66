using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Tests.Gate;

/// <summary>How a session begins, goes on and is kept, request by request.</summary>
public sealed class GateSessionTests
{
    private const string Essay = "/essays/maps";

    [Fact]
    public async Task A_cookie_is_written_anew_when_a_tenth_of_its_life_is_over_and_not_before()
    {
        await using var site = Site.BehindMiddleware(options => options.SessionLifetime = TimeSpan.FromDays(10));
        var cookie = await site.BuyAsync(Essay);

        site.Clock.Advance(TimeSpan.FromDays(1));
        var young = await site.SendAsync(Essay, Site.With(cookie));
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        var old = await site.SendAsync(Essay, Site.With(cookie));

        Assert.True(young.IsServed && old.IsServed);
        Assert.Null(young.Cookie);
        Assert.Equal(site.Clock.GetUtcNow(), site.Read(old).Issued);
    }

    [Fact]
    public async Task An_old_cookie_is_written_anew_when_the_backend_was_asked_too()
    {
        await using var site = Site.BehindMiddleware(options => options.SessionLifetime = TimeSpan.FromDays(10));
        var cookie = await site.BuyAsync(Essay);

        site.Clock.Advance(TimeSpan.FromDays(2));
        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.Equal("serve", site.Decisions[^1]);
        Assert.Equal(site.Clock.GetUtcNow(), site.Read(answer).Issued);
    }

    [Fact]
    public async Task A_cookie_that_is_served_from_the_cache_is_written_anew_too()
    {
        await using var site = Site.BehindMiddleware(options =>
        {
            options.SessionLifetime = TimeSpan.FromDays(10);
            options.PaymentCache.Lifetime = TimeSpan.FromHours(1);
        });
        var cookie = await site.BuyAsync(Essay);
        site.Clock.Advance(TimeSpan.FromHours(23.5));
        await site.SendAsync(Essay, Site.With(cookie));

        site.Clock.Advance(TimeSpan.FromMinutes(40));
        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.Equal("serve_cached", site.Decisions[^1]);
        Assert.Equal(site.Clock.GetUtcNow(), site.Read(answer).Issued);
    }

    [Fact]
    public async Task A_session_that_has_ended_begins_anew()
    {
        await using var site = Site.BehindMiddleware(options => options.SessionLifetime = TimeSpan.FromDays(10));
        var cookie = await site.BuyAsync(Essay);

        site.Clock.Advance(TimeSpan.FromDays(10));
        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.False(answer.IsServed);
        Assert.Equal(site.Clock.GetUtcNow(), site.Read(answer).Issued);
    }

    [Fact]
    public async Task An_order_that_was_replaced_is_in_the_cookie_of_the_answer()
    {
        await using var site = Site.BehindMiddleware();
        var before = await site.SendAsync(Essay);
        site.Backend.Claims = true;

        var after = await site.SendAsync(Essay, Site.With(before.Cookie));

        Assert.Equal(StatusCodes.Status302Found, after.Status);
        Assert.Equal("/essays/maps", after.Headers.Location);
        Assert.Equal("come_again", site.Decisions[^1]);
        Assert.Equal(site.Read(before).Id, site.Read(after).Id);
        Assert.NotEqual(site.Read(before).Orders[0].OrderId, site.Read(after).Orders[0].OrderId);
    }

    [Fact]
    public async Task An_unpaid_visitors_session_slides_with_every_answer()
    {
        await using var site = Site.BehindMiddleware();
        var before = await site.SendAsync(Essay);

        site.Clock.Advance(TimeSpan.FromHours(1));
        var after = await site.SendAsync(Essay, Site.With(before.Cookie));

        Assert.Equal(site.Clock.GetUtcNow(), site.Read(after).Issued);
        Assert.Equal(site.Read(before).Orders.ToArray(), site.Read(after).Orders.ToArray());
    }

    [Fact]
    public async Task A_request_that_never_buys_makes_no_order_and_no_session()
    {
        await using var site = Site.BehindMiddleware();

        var answer = await site.SendAsync("HEAD", Essay);

        Assert.Equal(StatusCodes.Status402PaymentRequired, answer.Status);
        Assert.Null(answer.Cookie);
        Assert.Equal(0, site.Backend.Calls);
        Assert.Equal(["refuse_without_order"], site.Decisions);
    }

    [Fact]
    public async Task A_request_that_never_buys_keeps_the_session_that_it_brings()
    {
        await using var site = Site.BehindMiddleware();
        var before = await site.SendAsync(Essay);

        site.Clock.Advance(TimeSpan.FromHours(1));
        var answer = await site.SendAsync("HEAD", Essay, Site.With(before.Cookie));

        Assert.Equal(StatusCodes.Status402PaymentRequired, answer.Status);
        Assert.Equal("", answer.Body);
        Assert.Equal(site.Read(before).Id, site.Read(answer).Id);
        Assert.Equal(site.Clock.GetUtcNow(), site.Read(answer).Issued);
    }

    [Fact]
    public async Task A_form_on_another_site_takes_no_session_away_and_buys_nothing()
    {
        await using var site = Site.BehindMiddleware();

        var answer = await site.SendAsync("POST", Essay, request =>
        {
            request.Headers["Sec-Fetch-Site"] = "cross-site";
            request.Headers["Sec-Fetch-Mode"] = "navigate";
        });

        Assert.Equal(StatusCodes.Status402PaymentRequired, answer.Status);
        Assert.Null(answer.Cookie);
        Assert.Empty(site.Backend.Orders);
    }

    [Fact]
    public async Task A_browser_that_comes_back_from_the_backend_without_a_cookie_is_told_so_and_makes_no_order()
    {
        await using var site = Site.BehindMiddleware();

        var answer = await site.SendAsync(Essay, FromBackend);

        Assert.Equal(StatusCodes.Status402PaymentRequired, answer.Status);
        Assert.Contains("cookies", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(site.Clock.GetUtcNow(), site.Read(answer).Issued);
        Assert.Equal(0, site.Backend.Calls);
        Assert.Equal(["cookies_required"], site.Decisions);
    }

    [Fact]
    public async Task A_program_that_comes_from_the_backend_gets_an_order()
    {
        await using var site = Site.BehindMiddleware();

        var answer = await site.SendAsync("POST", Essay, FromBackend);

        Assert.Equal(StatusCodes.Status402PaymentRequired, answer.Status);
        Assert.Single(site.Backend.Orders);
    }

    [Fact]
    public async Task A_browser_that_comes_back_from_the_backend_with_its_cookie_is_asked_to_pay()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = (await site.SendAsync(Essay)).Cookie;

        var answer = await site.SendAsync(Essay, request =>
        {
            FromBackend(request);
            Site.With(cookie)(request);
        });

        Assert.Equal(StatusCodes.Status302Found, answer.Status);
    }

    private static void FromBackend(HttpRequest request) => request.Headers.Referer = "http://127.0.0.1:9966/instances/sandbox/orders/1";
}
