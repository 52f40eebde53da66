using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.Tests.Gate;

/// <summary>The application sees what the gate sees.</summary>
public sealed class RequestMatcherTests
{
    [Fact]
    public async Task What_is_sold_is_told_with_its_offer_and_where_it_is_written()
    {
        await using var site = Site.BehindMiddleware();

        var match = Assert.IsType<TalerPaywallMatch.Sold>(await AskAsync(site, "/Essays/maps/"));

        Assert.Equal("/essays/maps", match.Resource.Name);
        Assert.Equal("KUDOS:1", match.Resource.Price.ToString());
        Assert.Equal("/essays/maps", match.Resource.Summary);
        Assert.Equal("https://shop.example/essays/maps", match.Resource.FulfillmentUrl);
        Assert.Equal("TalerPaywall:Resources:0", match.Resource.Source);
    }

    [Fact]
    public async Task What_no_pattern_sells_and_what_is_left_free_is_free()
    {
        await using var site = Site.BehindMiddleware(options => options.FreePaths.Add("/essays/free"));

        Assert.IsType<TalerPaywallMatch.Free>(await AskAsync(site, "/else"));
        Assert.IsType<TalerPaywallMatch.Free>(await AskAsync(site, "/essays/free"));
    }

    [Fact]
    public async Task What_nobody_can_tell_is_refused()
    {
        await using var site = Site.BehindMiddleware();

        Assert.IsType<TalerPaywallMatch.Refused>(await AskAsync(site, "/essays/\ud800"));
    }

    [Fact]
    public async Task Asking_about_nothing_is_an_error()
    {
        await using var site = Site.BehindMiddleware();
        ITalerPaywall? paywall = null;
        await site.SendAsync("/else", request => paywall = request.HttpContext.RequestServices.GetRequiredService<ITalerPaywall>());

        Assert.Throws<ArgumentNullException>(() => paywall!.Match(null!));
    }

    private static async Task<TalerPaywallMatch> AskAsync(Site site, string path)
    {
        TalerPaywallMatch? match = null;
        await site.SendAsync(path, request => match = request.HttpContext.RequestServices.GetRequiredService<ITalerPaywall>().Match(request.HttpContext));
        return match!;
    }
}
