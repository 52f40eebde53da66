using System.Net;
using Microsoft.AspNetCore.DataProtection;

namespace Taler.Paywall.FunctionalTests;

/// <summary>Whatever cannot be read is no cookie: the visitor is new, nothing breaks, nothing is logged above Debug.</summary>
public sealed class CookieTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private Shop _shop = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        _visitor = new Visitor(_shop, sandbox.Control);
        await _visitor.BuyAsync("/essays/maps");
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

    [Fact]
    public async Task The_same_keys_with_another_purpose_make_no_cookie()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), keys: keys);
        using var browser = new Browser(shop.BaseAddress);
        browser.SetPaywallCookie(Convert.ToBase64String(keys.CreateProtector("Another.Cookie").Protect([1, 2, 3])).TrimEnd('=').Replace('+', '-').Replace('/', '_'));

        using var response = await browser.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task Two_cookies_of_the_name_are_no_cookie()
    {
        var value = _visitor.Browser.PaywallCookie!;

        await ExpectNewVisitorAsync($"{value}; .Taler.Paywall={value}");
    }

    [Fact]
    public async Task A_copied_cookie_opens_what_was_bought_until_the_backend_says_otherwise()
    {
        using var copy = _visitor.Browser.Copy();

        using var response = await copy.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
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
