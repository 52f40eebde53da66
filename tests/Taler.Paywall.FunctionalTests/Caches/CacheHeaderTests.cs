using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>What a paid answer says to caches beyond the application.</summary>
public sealed class CacheHeaderTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_paid_answer_says_private_whatever_the_handler_says()
    {
        await using var shop = await CachedShop.OpenAsync(sandbox, _ => { }, app => app.UseTalerPaywall());
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");

        foreach (var way in CachedShop.Written.Concat(CachedShop.Empty))
        {
            using var response = await visitor.Browser.OpenAsync("/essays/maps/" + way);
            ExpectPrivate(response, way);
        }
    }

    [Theory]
    [InlineData("assign")]
    [InlineData("append")]
    [InlineData("replace all")]
    public async Task Middleware_in_front_of_the_paywall_that_speaks_last_does_not_change_that(string how)
    {
        await using var shop = await CachedShop.OpenAsync(sandbox, _ => { }, app =>
        {
            app.Use((context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    Share(context.Response, how);
                    return Task.CompletedTask;
                });
                return next(context);
            });
            app.UseTalerPaywall();
        });
        using var visitor = new Visitor(shop, sandbox.Control);

        using (var unpaid = await visitor.Browser.OpenAsync("/essays/maps"))
            ExpectNotStored(unpaid);
        await visitor.BuyAsync("/essays/maps");
        using var paid = await visitor.Browser.OpenAsync("/essays/maps");

        ExpectPrivate(paid, how);
    }

    [Fact]
    public async Task A_handler_that_forbids_storing_is_obeyed()
    {
        using var paid = await ReadAsync(headers => headers.CacheControl = "no-store");

        Assert.True(paid.Headers.CacheControl!.NoStore);
        Assert.True(paid.Headers.CacheControl.Private);
    }

    [Theory]
    [InlineData(null, "Cookie")]
    [InlineData("Accept", "Accept, Cookie")]
    [InlineData("Accept, cookie", "Accept, cookie")]
    [InlineData("*", "*")]
    [InlineData("X-Cookie-Consent", "X-Cookie-Consent, Cookie")]
    public async Task A_paid_answer_varies_by_cookie_once(string? says, string sent)
    {
        using var paid = await ReadAsync(headers => headers.Vary = says);

        Assert.Equal(sent, string.Join(", ", paid.Headers.Vary));
    }

    private static void ExpectPrivate(HttpResponseMessage response, string way)
    {
        var cache = response.Headers.CacheControl!;
        Assert.True(cache.Private, way);
        Assert.False(cache.Public, way);
        Assert.Null(cache.SharedMaxAge);
        Assert.Equal(TimeSpan.FromHours(1), cache.MaxAge);
        Assert.Contains("Cookie", response.Headers.Vary);
        Assert.False(response.Headers.Contains("CDN-Cache-Control"), way);
        Assert.False(response.Headers.Contains("X-Accel-Expires"), way);
    }

    private static void ExpectNotStored(HttpResponseMessage response)
    {
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Contains("Cookie", response.Headers.Vary);
        Assert.False(response.Headers.Contains("CDN-Cache-Control"));
        Assert.False(response.Headers.Contains("X-Accel-Expires"));
    }

    private static void Share(HttpResponse response, string how)
    {
        var headers = response.Headers;
        if (how is "append")
            headers.Append("Cache-Control", "public, s-maxage=3600");
        else if (how is "replace all" && response.StatusCode is StatusCodes.Status200OK)
            headers.Clear();
        if (how is not "append")
            headers.CacheControl = "public, s-maxage=60, max-age=3600";
        headers["CDN-Cache-Control"] = "max-age=3600";
        headers.TryAdd("X-Accel-Expires", "3600");
    }

    private async Task<HttpResponseMessage> ReadAsync(Action<IHeaderDictionary> change)
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/essays/{slug}", (HttpContext context) =>
            {
                change(context.Response.Headers);
                return Shop.Paid;
            });
        });
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        return await visitor.Browser.OpenAsync("/essays/maps");
    }
}
