using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A cache that stands before the paywall must not hand out what one visitor paid for.</summary>
public sealed class CacheTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_output_cache_before_the_paywall_keeps_nothing(bool eager) =>
        await ExpectNoLeakAsync(
            services => services.AddOutputCache(options =>
            {
                if (eager)
                    options.AddBasePolicy(policy => policy.AddPolicy<Eager>(), excludeDefaultPolicy: true);
            }),
            app => app.UseOutputCache());

    [Fact]
    public async Task Response_caching_before_the_paywall_keeps_nothing() =>
        await ExpectNoLeakAsync(services => services.AddResponseCaching(), app => app.UseResponseCaching());

    [Fact]
    public async Task A_paid_answer_says_private_whatever_the_handler_says()
    {
        await using var shop = await OpenAsync(_ => { }, _ => { });
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");

        foreach (var page in new[] { "/essays/maps", "/essays/maps/stream", "/essays/maps/writer", "/essays/maps/file", "/essays/maps/empty" })
        {
            using var response = await visitor.Browser.OpenAsync(page);

            var cache = response.Headers.CacheControl!;
            Assert.True(cache.Private, page);
            Assert.False(cache.Public, page);
            Assert.Null(cache.SharedMaxAge);
            Assert.Equal(TimeSpan.FromHours(1), cache.MaxAge);
            Assert.Contains("Cookie", response.Headers.Vary);
            Assert.False(response.Headers.Contains("CDN-Cache-Control"), page);
        }
    }

    [Fact]
    public async Task A_handler_that_forbids_storing_is_obeyed()
    {
        await using var shop = await OpenAsync(_ => { }, _ => { });
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");

        using var response = await visitor.Browser.OpenAsync("/essays/maps/never");

        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.True(response.Headers.CacheControl.Private);
    }

    private async Task ExpectNoLeakAsync(Action<IServiceCollection> add, Action<WebApplication> use)
    {
        await using var shop = await OpenAsync(add, use);
        await ExpectFreePageIsStoredAsync(shop);
        foreach (var page in new[] { "/essays/maps", "/essays/maps/stream", "/essays/maps/writer", "/essays/maps/file" })
        {
            using var visitor = new Visitor(shop, sandbox.Control);
            using var stranger = new Visitor(shop, sandbox.Control);
            await visitor.BuyAsync("/essays/maps");

            Assert.Equal(Shop.Paid, await visitor.ReadAsync(page));

            await stranger.ExpectAsync(HttpStatusCode.Found, page);
        }
    }

    /// <summary>Shows that the cache works: a free page with the same headers is written once for two visitors.</summary>
    private async Task ExpectFreePageIsStoredAsync(Shop shop)
    {
        using var visitor = new Visitor(shop, sandbox.Control);
        using var stranger = new Visitor(shop, sandbox.Control);

        Assert.Equal(await visitor.ReadAsync("/free"), await stranger.ReadAsync("/free"));
    }

    private Task<Shop> OpenAsync(Action<IServiceCollection> add, Action<WebApplication> use) => Shop.OpenAsync(
        Shop.Settings(sandbox.BaseUrl),
        builder => add(builder.Services),
        app =>
        {
            use(app);
            app.UseTalerPaywall();
            Map(app);
        });

    private static void Map(WebApplication app)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "paid.txt");
        File.WriteAllText(file, Shop.Paid);
        var written = 0;
        app.MapGet("/free", (HttpContext context) => Shared(context).WriteAsync($"free {Interlocked.Increment(ref written)}")).CacheOutput();
        app.MapGet("/essays/{slug}", (HttpContext context) => Shared(context).WriteAsync(Shop.Paid)).CacheOutput();
        app.MapGet("/essays/{slug}/stream", (HttpContext context) => Shared(context).Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Shop.Paid)).AsTask()).CacheOutput();
        app.MapGet("/essays/{slug}/writer", async (HttpContext context) =>
        {
            System.Buffers.BuffersExtensions.Write(Shared(context).BodyWriter, System.Text.Encoding.UTF8.GetBytes(Shop.Paid));
            await context.Response.BodyWriter.FlushAsync();
        }).CacheOutput();
        app.MapGet("/essays/{slug}/file", (HttpContext context) => Shared(context).SendFileAsync(file)).CacheOutput();
        app.MapGet("/essays/{slug}/empty", (HttpContext context) => Shared(context).StatusCode = StatusCodes.Status204NoContent);
        app.MapGet("/essays/{slug}/never", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Shop.Paid;
        });
    }

    private static HttpResponse Shared(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, s-maxage=7200, max-age=3600";
        context.Response.Headers["CDN-Cache-Control"] = "max-age=3600";
        return context.Response;
    }

    /// <summary>A policy that switches storing on for everything, with cookies or without.</summary>
    private sealed class Eager : Microsoft.AspNetCore.OutputCaching.IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(Microsoft.AspNetCore.OutputCaching.OutputCacheContext context, CancellationToken cancellation)
        {
            context.EnableOutputCaching = true;
            context.AllowCacheLookup = true;
            context.AllowCacheStorage = true;
            context.ResponseExpirationTimeSpan = TimeSpan.FromHours(1);
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(Microsoft.AspNetCore.OutputCaching.OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(Microsoft.AspNetCore.OutputCaching.OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
