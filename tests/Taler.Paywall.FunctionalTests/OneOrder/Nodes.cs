using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.OneOrder;

/// <summary>Shops that are one site: one address, one key ring, one backend, whose orders are counted.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private const string Site = "http://shop.example";

    /// <summary>Longer than the client leaves a backend alone that failed too often.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(10);

    private readonly SandboxFixture _sandbox;
    private readonly Shop[] _shops;
    private readonly SandboxOrders _orders;

    private Nodes(SandboxFixture sandbox, Shop[] shops) =>
        (_sandbox, _shops, _orders) = (sandbox, shops, new SandboxOrders(sandbox.BaseUrl, SandboxFixture.AccessToken));

    public Uri[] Addresses => [.. _shops.Select(shop => shop.BaseAddress)];

    /// <param name="sandbox">The backend.</param>
    /// <param name="prices">The price of an essay on each node: during a deployment they may differ.</param>
    public static async Task<Nodes> OpenAsync(SandboxFixture sandbox, params string[] prices)
    {
        await sandbox.Control.ClearFaultsAsync();
        var keys = new EphemeralDataProtectionProvider();
        var shops = await Task.WhenAll(prices.Select(price =>
        {
            var settings = Shop.Settings(sandbox.BaseUrl);
            settings["TalerPaywall:PublicBaseUrl"] = Site;
            settings["TalerPaywall:Resources:0:Price"] = price;
            return Shop.OpenAsync(settings, keys: keys);
        }));
        return new Nodes(sandbox, shops);
    }

    /// <summary>A visitor who has been here before, for something else.</summary>
    /// <returns>His cookie.</returns>
    public async Task<string> WelcomeAsync()
    {
        using var browser = new Browser(Addresses[0]);
        using var response = await browser.OpenAsync("/essays/another-" + Guid.NewGuid().ToString("N"));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return browser.PaywallCookie!;
    }

    /// <summary>A browser with a cookie, at one of the nodes.</summary>
    public Browser Browser(int node, string cookie)
    {
        var browser = new Browser(Addresses[node]);
        browser.SetPaywallCookie(cookie);
        return browser;
    }

    /// <summary>All orders for a page, whoever made them.</summary>
    public Task<IReadOnlyList<SandboxOrder>> OrdersAsync(string page) => _orders.ListAsync(Site + page);

    /// <summary>How often the backend was asked to make an order.</summary>
    public async Task<int> CreationsAsync() => (await _sandbox.Control.RequestsAsync()).Count(request => request is { Method: "POST", Path: "private/orders" });

    /// <summary>Lets the nodes get over trouble that is over.</summary>
    public async Task RecoverAsync()
    {
        await _sandbox.Control.ClearFaultsAsync();
        Pause();
    }

    public void Pause()
    {
        foreach (var shop in _shops)
            shop.Clock.Advance(LongPause);
    }

    public void AllowTrouble()
    {
        foreach (var shop in _shops)
            shop.AllowLog(line => line.Level == LogLevel.Warning);
    }

    public async ValueTask DisposeAsync()
    {
        _orders.Dispose();
        await _sandbox.Control.ClearFaultsAsync();
        foreach (var shop in _shops)
            await shop.DisposeAsync();
    }
}
