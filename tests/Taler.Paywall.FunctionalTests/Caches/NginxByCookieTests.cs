using System.Net;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>The recipe in docs/caching.md for an nginx that knows the cookie: each buyer has a copy of his own in the cache.</summary>
public sealed class NginxByCookieTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private NginxShop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await NginxShop.OpenAsync(sandbox, Nginx.Recipe(1), "VaryByCookie");

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Each_buyer_is_served_from_the_cache_and_a_stranger_pays()
    {
        using var one = await _shop.NewBuyerAsync();
        using var other = await _shop.NewBuyerAsync();
        using var stranger = _shop.NewBrowser();

        Assert.Equal((Shop.Paid + "1", "MISS"), await ReadAsync(one));
        Assert.Equal((Shop.Paid + "1", "HIT"), await ReadAsync(one));
        Assert.Equal((Shop.Paid + "2", "MISS"), await ReadAsync(other));
        Assert.Equal((Shop.Paid + "2", "HIT"), await ReadAsync(other));
        using var unpaid = await stranger.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.Found, unpaid.StatusCode);
    }

    [Theory]
    [InlineData("made-up")]
    [InlineData("x; y=1")]
    [InlineData("")]
    public async Task A_cookie_that_is_not_the_buyers_opens_nothing(string value)
    {
        using var buyer = await _shop.NewBuyerAsync();
        await ReadAsync(buyer);
        using var stranger = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = _shop.BaseAddress };
        stranger.DefaultRequestHeaders.Add("Cookie", ".Taler.Paywall=" + value);

        using var unpaid = await stranger.GetAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.Found, unpaid.StatusCode);
    }

    [Theory]
    [InlineData("/ESSAYS/maps")]
    [InlineData("/Essays/maps")]
    public async Task Where_another_location_holds_the_cookie_still_counts(string path)
    {
        using var buyer = await _shop.NewBuyerAsync();
        using var stranger = _shop.NewBrowser();
        using (var paid = await buyer.Browser.OpenAsync(path))
            Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        using (var kept = await buyer.Browser.OpenAsync(path))
            Assert.Equal(HttpStatusCode.OK, kept.StatusCode);

        using var unpaid = await stranger.OpenAsync(path);

        Assert.Equal(HttpStatusCode.Found, unpaid.StatusCode);
    }

    [Fact]
    public async Task A_refund_is_noticed_only_when_the_stored_copy_has_expired()
    {
        using var buyer = await _shop.NewBuyerAsync();
        await ReadAsync(buyer);

        await _shop.RefundAsync(buyer);

        Assert.Equal((Shop.Paid + "1", "HIT"), await ReadAsync(buyer));
        using var fresh = await buyer.Browser.OpenAsync("/essays/maps?fresh");
        Assert.Equal(HttpStatusCode.PaymentRequired, fresh.StatusCode);
    }

    private static async Task<(string Text, string Cache)> ReadAsync(Buyer buyer)
    {
        using var response = await buyer.Browser.OpenAsync("/essays/maps");
        return (await response.Content.ReadAsStringAsync(), Assert.Single(response.Headers.GetValues("X-Cache-Status")));
    }
}
