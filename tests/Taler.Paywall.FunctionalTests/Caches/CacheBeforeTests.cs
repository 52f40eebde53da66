using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>A cache that stands before the paywall must not hand out what one visitor paid for, however it was written.</summary>
public sealed class CacheBeforeTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    public static TheoryData<string, string> Caches
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var cache in new[] { "output", "output, eager", "output, stubborn", "response", "output and response" })
            {
                foreach (var compression in new[] { "none", "before the cache", "between", "after" })
                    rows.Add(cache, compression);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Caches))]
    public async Task Nothing_that_was_paid_for_is_kept(string cache, string compression)
    {
        await using var shop = await CachedShop.OpenAsync(sandbox, services => Add(services, cache), app => Use(app, cache, compression));
        await ExpectFreePageIsKeptAsync(shop);
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");

        foreach (var page in CachedShop.Written.Concat(CachedShop.Empty).Select(way => "/essays/maps/" + way).Prepend("/essays/maps"))
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                using var paid = await OpenAsync(visitor, method, page);
                Assert.True(await CachedShop.IsPaidAsync(paid), $"{method} {page}: {paid.StatusCode}");
                Assert.True(paid.Headers.CacheControl!.Private, page);
                Assert.False(paid.Headers.CacheControl.Public, page);
            }
        }

        foreach (var page in CachedShop.Written.Concat(CachedShop.Empty).Select(way => "/essays/maps/" + way).Prepend("/essays/maps"))
        {
            using var stranger = new Visitor(shop, sandbox.Control);
            using var opened = await OpenAsync(stranger, HttpMethod.Get, page);
            Assert.False(await CachedShop.IsPaidAsync(opened), page);
            Assert.StartsWith(sandbox.BaseUrl.AbsoluteUri, opened.Headers.Location?.AbsoluteUri, StringComparison.Ordinal);
            using var asked = await OpenAsync(stranger, HttpMethod.Head, page);
            Assert.False(await CachedShop.IsPaidAsync(asked), page);
            Assert.Equal(HttpStatusCode.PaymentRequired, asked.StatusCode);
        }
    }

    [Fact]
    public async Task A_request_that_waits_for_another_ones_answer_does_not_get_it()
    {
        const int Strangers = 8;
        var policy = new LockingPolicy(1 + Strangers);
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(sandbox.BaseUrl),
            builder => builder.Services.AddOutputCache(options => options.AddPolicy("locking", policy)),
            app =>
            {
                app.UseOutputCache();
                app.UseTalerPaywall();
                app.MapGet("/essays/{slug}", () => Shop.Paid);
                app.MapGet("/essays/{slug}/download", async context =>
                {
                    await policy.AllCame;
                    context.Response.Redirect("/download?secret");
                }).CacheOutput("locking");
            });
        shop.ExpectLog(line => line.Event == "CacheInFront");
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        using var stranger = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = shop.BaseAddress };

        var paid = visitor.Browser.OpenAsync("/essays/maps/download");
        var unpaid = await Task.WhenAll(Enumerable.Range(0, Strangers).Select(_ => stranger.GetAsync("/essays/maps/download")));

        Assert.Equal("/download?secret", (await paid).Headers.Location?.OriginalString);
        Assert.All(unpaid, answer => Assert.StartsWith(sandbox.BaseUrl.AbsoluteUri, answer.Headers.Location?.OriginalString, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_that_guards_itself_is_not_kept_either()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.SettingsWithoutResources(sandbox.BaseUrl),
            builder => Add(builder.Services, "output, stubborn"),
            app =>
            {
                app.UseOutputCache();
                app.MapGet("/book", () => Shop.Paid).CacheOutput(CachedShop.Policy).RequireTalerPayment("KUDOS:3");
            });
        using var visitor = new Visitor(shop, sandbox.Control);
        using var stranger = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/book");

        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/book"));

        await stranger.ExpectAsync(HttpStatusCode.Found, "/book");
    }

    private static Task<HttpResponseMessage> OpenAsync(Visitor visitor, HttpMethod method, string page) => visitor.Browser.SendAsync(method, page, request =>
    {
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Accept-Encoding", "gzip");
    });

    private static void Add(IServiceCollection services, string cache)
    {
        services.AddResponseCompression(options => options.MimeTypes = ["text/plain", "text/html", "application/json"]);
        if (cache.Contains("response", StringComparison.Ordinal))
            services.AddResponseCaching();
        if (!cache.Contains("output", StringComparison.Ordinal))
            return;
        services.AddOutputCache(options =>
        {
            if (cache.Contains("eager", StringComparison.Ordinal))
                options.AddPolicy(CachedShop.Policy, new EagerPolicy());
            else if (cache.Contains("stubborn", StringComparison.Ordinal))
                options.AddPolicy(CachedShop.Policy, new StubbornPolicy());
            else
                options.AddPolicy(CachedShop.Policy, policy => policy.Cache());
        });
    }

    private static void Use(WebApplication app, string cache, string compression)
    {
        if (compression == "before the cache")
            app.UseResponseCompression();
        if (cache.Contains("output", StringComparison.Ordinal))
            app.UseOutputCache();
        if (cache.Contains("response", StringComparison.Ordinal))
            app.UseResponseCaching();
        if (compression == "between")
            app.UseResponseCompression();
        app.UseTalerPaywall();
        if (compression == "after")
            app.UseResponseCompression();
    }

    /// <summary>Shows that the cache works: a free page with the same headers is written once for two visitors.</summary>
    private async Task ExpectFreePageIsKeptAsync(Shop shop)
    {
        using var visitor = new Visitor(shop, sandbox.Control);
        using var stranger = new Visitor(shop, sandbox.Control);

        Assert.Equal(await visitor.ReadAsync("/free"), await stranger.ReadAsync("/free"));
    }
}
