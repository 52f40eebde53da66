using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>A shop behind nginx, whose pages ask to be kept and say how often they were made.</summary>
internal sealed class NginxShop : IAsyncDisposable
{
    private readonly Shop _shop;
    private readonly Nginx _nginx;
    private readonly SandboxControl _sandbox;

    private NginxShop(Shop shop, Nginx nginx, SandboxControl sandbox) => (_shop, _nginx, _sandbox) = (shop, nginx, sandbox);

    public static async Task<NginxShop> OpenAsync(SandboxFixture sandbox, string recipe, string sharedCaches)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:SharedCaches"] = sharedCaches;
        var made = 0;
        var shop = await Shop.OpenAsync(settings, build: app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/free", (HttpContext context) => Kept(context, $"free {Interlocked.Increment(ref made)}"));
            app.MapGet("/essays/{slug}", (HttpContext context) => Kept(context, $"{Shop.Paid}{Interlocked.Increment(ref made)}"));
        });
        return new NginxShop(shop, await Nginx.StartAsync(recipe, shop.BaseAddress), sandbox.Control);
    }

    public Uri BaseAddress => _nginx.BaseAddress;

    public Browser NewBrowser() => new(BaseAddress);

    /// <summary>Somebody who has bought the essay about maps through nginx.</summary>
    public async Task<Buyer> NewBuyerAsync()
    {
        var browser = NewBrowser();
        using var unpaid = await browser.OpenAsync("/essays/maps");
        var reply = await _sandbox.PayAsync("wallet-" + Guid.NewGuid().ToString("N"), await Visitor.PayUriAsync(unpaid));
        Assert.Equal("paid", reply.Outcome);
        return new Buyer(browser, reply.OrderId!);
    }

    public Task RefundAsync(Buyer buyer) => _shop.Services.GetRequiredService<ITalerMerchantClient>()
        .RefundAsync(OrderId.Parse(buyer.OrderId), Amount.Parse("KUDOS:0.5"), "The reader asked for it.");

    public void AllowLog(Func<LogLine, bool> line) => _shop.AllowLog(line);

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        await _shop.DisposeAsync();
    }

    private static string Kept(HttpContext context, string text)
    {
        context.Response.Headers.CacheControl = "public, max-age=3600";
        return text;
    }
}

/// <summary>Somebody who has paid.</summary>
internal sealed record Buyer(Browser Browser, string OrderId) : IDisposable
{
    public void Dispose() => Browser.Dispose();
}
