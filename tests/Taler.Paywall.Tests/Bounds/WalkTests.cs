using Microsoft.Extensions.Logging;
using Taler.Paywall.Orders;
using Taler.Paywall.Tests.Gate;

namespace Taler.Paywall.Tests.Bounds;

/// <summary>Requests whose questions the backend never answers.</summary>
[Collection(nameof(Memory))]
public sealed class WalkTests
{
    [Fact]
    public async Task Beyond_the_bound_a_request_asks_nothing_and_gets_503_and_no_order()
    {
        await using var site = Site.BehindMiddleware(options => options.OrderLimits.PerSecond = 0);
        site.Backend.Hangs = true;
        using var leaves = new CancellationTokenSource();
        await leaves.CancelAsync();
        for (var i = 0; i < OrderWalk.MaxWalks; i++)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.SendAsync("/essays/maps", request => request.HttpContext.RequestAborted = leaves.Token));

        var refused = await site.SendAsync("/essays/maps");

        Assert.Equal((503, false), (refused.Status, refused.IsServed));
        Assert.Equal("10", refused.Headers.RetryAfter);
        Assert.InRange(site.Backend.Calls, 0, OrderWalk.MaxWalks);
        Assert.Equal("TooManyQuestions", Assert.Single(site.Logs, line => line.Level >= LogLevel.Warning).Event);
    }
}
