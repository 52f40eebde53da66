using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>The setting for operators whose caches tell visitors apart by the paywall's cookie.</summary>
public sealed class SharedCachesTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Said = "public, s-maxage=7200, max-age=3600";

    [Theory]
    [InlineData("VaryByCookie", Said, "max-age=3600")]
    [InlineData("varybycookie", Said, "max-age=3600")]
    [InlineData("Forbidden", "private, max-age=3600", null)]
    [InlineData("", "private, max-age=3600", null)]
    [InlineData(null, "private, max-age=3600", null)]
    public async Task What_the_application_says_to_caches_stands_only_where_the_operator_asks_for_it(string? setting, string cacheControl, string? edge)
    {
        await using var shop = await OpenAsync(setting);
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        using (var first = await visitor.Browser.OpenAsync("/essays/maps"))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var paid = await visitor.Browser.OpenAsync("/essays/maps");

        Assert.Equal(cacheControl, string.Join(", ", paid.Headers.NonValidated["Cache-Control"]));
        Assert.Equal(edge, paid.Headers.TryGetValues("CDN-Cache-Control", out var values) ? Assert.Single(values) : null);
        Assert.Equal("Cookie", Assert.Single(paid.Headers.Vary));
    }

    [Theory]
    [InlineData("/essays/maps/no-store", "no-store")]
    [InlineData("/essays/maps/private", "private")]
    public async Task What_the_application_keeps_back_stays_back(string page, string cacheControl)
    {
        await using var shop = await OpenAsync("VaryByCookie");
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");

        using var paid = await visitor.Browser.OpenAsync(page);

        Assert.Equal(cacheControl, paid.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task An_answer_that_sets_a_cookie_stays_private()
    {
        await using var shop = await OpenAsync("VaryByCookie");
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");

        using var paid = await visitor.Browser.OpenAsync("/essays/maps/cookie");

        Assert.Equal("private, max-age=3600", Assert.Single(paid.Headers.NonValidated["Cache-Control"]));
        Assert.False(paid.Headers.Contains("CDN-Cache-Control"));
    }

    [Fact]
    public async Task The_output_cache_keeps_nothing_all_the_same_because_it_ignores_vary()
    {
        await using var shop = await OpenAsync("VaryByCookie");
        using var visitor = new Visitor(shop, sandbox.Control);
        using var stranger = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/essays/maps"));

        await stranger.ExpectAsync(HttpStatusCode.Found, "/essays/maps");
    }

    [Fact]
    public async Task Response_caching_keeps_a_copy_for_each_buyer_because_it_obeys_vary()
    {
        await using var shop = await OpenAsync("VaryByCookie", withResponseCaching: true);
        using var visitor = new Visitor(shop, sandbox.Control);
        using var stranger = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/essays/maps"));

        using var kept = await visitor.Browser.OpenAsync("/essays/maps");
        Assert.NotNull(kept.Headers.Age);

        await stranger.ExpectAsync(HttpStatusCode.Found, "/essays/maps");
    }

    [Fact]
    public async Task Answers_of_the_paywall_are_never_stored()
    {
        await using var shop = await OpenAsync("VaryByCookie");
        using var stranger = new Visitor(shop, sandbox.Control);

        using var unpaid = await stranger.Browser.OpenAsync("/essays/maps");

        Assert.Equal("no-store", unpaid.Headers.CacheControl!.ToString());
    }

    private async Task<Shop> OpenAsync(string? setting, bool withResponseCaching = false)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:SharedCaches"] = setting;
        var shop = await Shop.OpenAsync(
            settings,
            builder =>
            {
                builder.Services.AddOutputCache(options => options.AddPolicy(CachedShop.Policy, new StubbornPolicy()));
                builder.Services.AddResponseCaching();
            },
            app =>
            {
                // Never both: the output cache would keep what response caching hands out, and the paywall would not be asked.
                if (withResponseCaching)
                    app.UseResponseCaching();
                else
                    app.UseOutputCache();
                app.UseTalerPaywall();
                app.MapGet("/essays/{slug}/{says?}", (HttpContext context, string? says) =>
                {
                    context.Response.Headers.CacheControl = says is "no-store" or "private" ? says : Said;
                    context.Response.Headers["CDN-Cache-Control"] = "max-age=3600";
                    if (says is "cookie")
                        context.Response.Cookies.Append("name", "value");
                    return Shop.Paid;
                }).CacheOutput(CachedShop.Policy);
            });
        shop.ExpectLog(line => line.Event == "CacheInFront");
        return shop;
    }
}
