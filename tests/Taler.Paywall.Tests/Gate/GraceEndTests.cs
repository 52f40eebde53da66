using Microsoft.Extensions.Logging;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Tests.Gate;

/// <summary>What the operator hears when whoever paid is turned away in an outage.</summary>
public sealed class GraceEndTests
{
    private const string Essay = "/essays/maps";
    private const string GraceEnded = "OutageGraceEnded";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    [Fact]
    public async Task When_the_grace_ends_in_an_outage_the_log_says_so()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsDown = true;
        site.Clock.Advance(Lifetime);
        await site.SendAsync(Essay, Site.With(cookie));
        Assert.Equal(0, EndsTold(site));

        site.Clock.Advance(Grace);
        await site.SendAsync(Essay, Site.With(cookie));
        await site.SendAsync(Essay, Site.With(cookie));
        Assert.Equal(1, EndsTold(site));
        site.Clock.Advance(TroublePace.Pause);
        await site.SendAsync(Essay, Site.With(cookie));

        Assert.Equal(2, EndsTold(site));
        var line = site.Logs.Last(line => line.Event == GraceEnded);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Contains("PaymentCache:OutageGrace is over for it", line.Message, StringComparison.Ordinal);
        Assert.EndsWith(" 1 more like it was left out.", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_grace_ends_for_an_order_that_the_backend_lost_the_log_says_so()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsEmpty = true;
        site.Clock.Advance(Lifetime);
        await site.SendAsync(Essay, Site.With(cookie));

        site.Clock.Advance(Grace);
        Assert.False((await site.SendAsync(Essay, Site.With(cookie))).IsServed);

        Assert.Equal(1, EndsTold(site));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_payment_that_grew_old_without_an_outage_is_no_end_of_a_grace(bool moved)
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Clock.Advance(Lifetime + Grace);
        if (moved)
            site.Backend.MoveAll();

        var answer = await site.SendAsync(Essay, Site.With(cookie));

        Assert.Equal(!moved, answer.IsServed);
        Assert.Equal(0, EndsTold(site));
    }

    [Theory]
    [InlineData("confirmed")]
    [InlineData("moved to another session")]
    [InlineData("refunded")]
    public async Task What_the_backend_said_after_an_outage_is_no_end_of_a_grace(string said)
    {
        await using var site = Site.BehindMiddleware();
        var cookie = await site.BuyAndReadAsync(Essay);
        site.Backend.IsDown = true;
        site.Clock.Advance(Lifetime);
        Assert.True((await site.SendAsync(Essay, Site.With(cookie))).IsServed);
        site.Clock.Advance(Grace);
        site.Backend.IsDown = false;
        site.Backend.Refunds = said == "refunded";
        if (said == "moved to another session")
            site.Backend.MoveAll();
        Assert.Equal(said == "confirmed", (await site.SendAsync(Essay, Site.With(cookie))).IsServed);

        site.Backend.IsDown = true;
        site.Clock.Advance(Lifetime + Grace);
        Assert.False((await site.SendAsync(Essay, Site.With(cookie))).IsServed);

        Assert.Equal(0, EndsTold(site));
    }

    [Fact]
    public async Task A_visitor_who_did_not_pay_has_no_grace_that_could_end()
    {
        await using var site = Site.BehindMiddleware();
        var cookie = (await site.SendAsync(Essay)).Cookie;
        site.Backend.IsDown = true;
        site.Clock.Advance(Lifetime + Grace);

        await site.SendAsync(Essay, Site.With(cookie));

        Assert.Equal(0, EndsTold(site));
    }

    private static int EndsTold(Site site) => site.Logs.Count(line => line.Event == GraceEnded);
}
