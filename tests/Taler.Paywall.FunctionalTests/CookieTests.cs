using System.Buffers.Text;
using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests;

/// <summary>Whatever cannot be read is no cookie: the visitor is new, nothing breaks, nothing is logged above Debug.</summary>
public sealed class CookieTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private static readonly TimeSpan CachedPaymentEnds = TimeSpan.FromMinutes(6);

    private Shop _shop = null!;
    private Visitor _visitor = null!;
    private OrderId _order = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        _visitor = new Visitor(_shop, sandbox.Control);
        _order = OrderId.Parse((await _visitor.BuyAsync("/essays/maps")).OrderId!);
        await _visitor.ReadAsync("/essays/maps");
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_cut_cookie_is_no_cookie() => await ExpectNewVisitorAsync(_visitor.Browser.PaywallCookie![..^7]);

    [Fact]
    public async Task A_flipped_bit_makes_it_no_cookie()
    {
        var value = _visitor.Browser.PaywallCookie!;
        for (var i = 0; i < value.Length; i += 13)
            await ExpectNewVisitorAsync(value[..i] + (value[i] == 'A' ? 'B' : 'A') + value[(i + 1)..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("chunks-2")]
    [InlineData("CfDJ8")]
    [InlineData("%00%ff%E2%80%A8")]
    [InlineData("'; DROP TABLE orders; --")]
    public async Task Nonsense_is_no_cookie(string value) => await ExpectNewVisitorAsync(value);

    [Fact]
    public async Task Ten_kilobytes_are_no_cookie() => await ExpectNewVisitorAsync(new string('A', 10 * 1024));

    [Fact]
    public async Task The_cookie_of_another_key_ring_is_no_cookie()
    {
        await using var other = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        using var stranger = new Visitor(other, sandbox.Control);
        await stranger.BuyAsync("/essays/maps");

        await ExpectNewVisitorAsync(stranger.Browser.PaywallCookie!);
    }

    [Theory]
    [InlineData("v1", HttpStatusCode.OK)]
    [InlineData("v2", HttpStatusCode.Found)]
    public async Task The_same_session_under_another_purpose_is_no_cookie(string version, HttpStatusCode expected)
    {
        var keys = _shop.Services.GetRequiredService<IDataProtectionProvider>();
        var payload = keys.CreateProtector("Taler.Paywall.Session", "v1").Unprotect(Base64Url.DecodeFromChars(_visitor.Browser.PaywallCookie));
        using var browser = new Browser(_shop.BaseAddress);
        browser.SetPaywallCookie(Base64Url.EncodeToString(keys.CreateProtector("Taler.Paywall.Session", version).Protect(payload)));

        using var response = await browser.OpenAsync("/essays/maps");

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Two_cookies_of_the_name_are_no_cookie()
    {
        var value = _visitor.Browser.PaywallCookie!;

        await ExpectNewVisitorAsync($"{value}; .Taler.Paywall={value}");
    }

    [Fact]
    public async Task A_copied_cookie_opens_what_was_bought_until_the_wallet_moves_the_payment_to_another_session()
    {
        using var copy = _visitor.Browser.Copy();
        using var phone = _visitor.OnAnotherDevice();
        using (var cached = await copy.OpenAsync("/essays/maps"))
            Assert.Equal(HttpStatusCode.OK, cached.StatusCode);
        Assert.Equal("replayed", (await phone.BuyAsync("/essays/maps")).Outcome);

        _shop.Clock.Advance(CachedPaymentEnds);

        using var response = await copy.OpenAsync("/essays/maps");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        await phone.ReadAsync("/essays/maps");
    }

    [Fact]
    public async Task A_copied_cookie_opens_nothing_when_the_purchase_was_refunded()
    {
        using var copy = _visitor.Browser.Copy();
        var merchant = _shop.Services.GetRequiredService<ITalerMerchantClient>();
        await merchant.RefundAsync(_order, Amount.Parse("KUDOS:0.5"), "Did not like it");

        using var response = await copy.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
    }

    [Fact]
    public async Task A_cookie_reads_alike_on_another_node_with_the_same_keys()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var one = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), keys: keys);
        await using var two = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), keys: keys);
        using var visitor = new Visitor(one, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        using var browser = new Browser(two.BaseAddress);
        browser.SetPaywallCookie(visitor.Browser.PaywallCookie!);

        using var response = await browser.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task ExpectNewVisitorAsync(string cookie)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _shop.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/essays/maps");
        request.Headers.TryAddWithoutValidation("Cookie", ".Taler.Paywall=" + cookie);

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Single(response.Headers.GetValues("Set-Cookie"));
    }
}
