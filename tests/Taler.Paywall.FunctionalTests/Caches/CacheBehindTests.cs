using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>A cache that stands behind the paywall works for those who paid, and for nobody else.</summary>
public sealed class CacheBehindTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public Task The_output_cache() => ExpectKeptForBuyersAsync(
        services => services.AddOutputCache(options => options.AddPolicy(CachedShop.Policy, new StubbornPolicy())),
        app => app.UseOutputCache());

    [Fact]
    public Task Response_caching() => ExpectKeptForBuyersAsync(
        services => services.AddResponseCaching(),
        app => app.UseResponseCaching());

    private async Task ExpectKeptForBuyersAsync(Action<IServiceCollection> add, Action<WebApplication> use)
    {
        var written = 0;
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), builder => add(builder.Services), app =>
        {
            app.UseTalerPaywall();
            use(app);
            app.MapGet("/essays/{slug}", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=3600";
                return Shop.Paid + Interlocked.Increment(ref written);
            }).CacheOutput(CachedShop.Policy);
        });
        using var one = new Visitor(shop, sandbox.Control);
        using var other = new Visitor(shop, sandbox.Control);
        using var stranger = new Visitor(shop, sandbox.Control);
        await one.BuyAsync("/essays/maps");
        await other.BuyAsync("/essays/maps");

        Assert.Equal(Shop.Paid + "1", await one.ReadAsync("/essays/maps"));
        Assert.Equal(Shop.Paid + "1", await other.ReadAsync("/essays/maps"));
        using var kept = await other.Browser.OpenAsync("/essays/maps");
        Assert.NotNull(kept.Headers.Age);
        Assert.True(kept.Headers.CacheControl!.Private);
        Assert.False(kept.Headers.CacheControl.Public);

        await stranger.ExpectAsync(HttpStatusCode.Found, "/essays/maps");
    }
}
