using System.Net;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>The recipe for nginx in docs/caching.md: free pages come from the cache, and what was paid for never does.</summary>
public sealed class NginxTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private static readonly string Recipe = Nginx.Recipe(0);

    private NginxShop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await NginxShop.OpenAsync(sandbox, Recipe, "Forbidden");
        await sandbox.Control.ClearRequestsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.Control.ClearFaultsAsync();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_free_page_is_made_once_for_all()
    {
        using var one = _shop.NewBrowser();
        using var other = _shop.NewBrowser();

        using var first = await one.OpenAsync("/free");
        using var second = await other.OpenAsync("/free");

        Assert.Equal("free 1", await first.Content.ReadAsStringAsync());
        Assert.Equal("free 1", await second.Content.ReadAsStringAsync());
        Assert.Equal("HIT", CacheStatus(second));
    }

    [Fact]
    public async Task A_paid_page_is_given_to_nobody_else()
    {
        using var buyer = await _shop.NewBuyerAsync();
        using var stranger = _shop.NewBrowser();

        using var paid = await buyer.Browser.OpenAsync("/essays/maps");
        using var again = await buyer.Browser.OpenAsync("/essays/maps");
        using var unpaid = await stranger.OpenAsync("/essays/maps");

        Assert.Equal(Shop.Paid + "1", await paid.Content.ReadAsStringAsync());
        Assert.Equal(Shop.Paid + "2", await again.Content.ReadAsStringAsync());
        Assert.True(again.Headers.CacheControl!.Private);
        Assert.Equal(HttpStatusCode.Found, unpaid.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/essays/maps", "text/html", HttpStatusCode.Found)]
    [InlineData("GET", "/essays/maps", "application/json", HttpStatusCode.PaymentRequired)]
    [InlineData("HEAD", "/essays/maps", "text/html", HttpStatusCode.PaymentRequired)]
    [InlineData("GET", "/essays/maps%2Fprologue", "text/html", HttpStatusCode.BadRequest)]
    public async Task An_answer_of_the_paywall_is_never_stored(string method, string path, string accept, HttpStatusCode status)
    {
        for (var i = 0; i < 2; i++)
        {
            using var browser = _shop.NewBrowser();
            using var answer = await AskAsync(browser, method, path, accept);

            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("MISS", CacheStatus(answer));
        }
    }

    [Fact]
    public async Task An_outage_is_never_stored()
    {
        _shop.AllowLog(line => line.Event is "BackendUnavailable");
        using var buyer = await _shop.NewBuyerAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 500, Times = 100 });

        using (var down = await buyer.Browser.OpenAsync("/essays/maps"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        await sandbox.Control.ClearFaultsAsync();
        using var up = await buyer.Browser.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.OK, up.StatusCode);
    }

    [Fact]
    public async Task HEAD_makes_no_order()
    {
        using var browser = _shop.NewBrowser();

        using var answer = await AskAsync(browser, "HEAD", "/essays/maps", "text/html");

        Assert.Equal(HttpStatusCode.PaymentRequired, answer.StatusCode);
        Assert.Equal("", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task Without_its_line_for_HEAD_the_recipe_would_make_orders()
    {
        await using var shop = await NginxShop.OpenAsync(sandbox, Changed("        proxy_cache_convert_head off;\n", ""), "Forbidden");
        using var browser = shop.NewBrowser();

        using var answer = await AskAsync(browser, "HEAD", "/essays/maps", "text/html");

        Assert.Equal("POST GET", await sandbox.CallsAsync());
    }

    [Theory]
    [InlineData("proxy_ignore_headers Cache-Control Set-Cookie Vary; proxy_cache_valid any 5m;")]
    [InlineData("proxy_ignore_headers Cache-Control Vary; proxy_cache_valid 200 5m;")]
    public async Task A_wrong_configuration_leaks_and_would_be_seen(string wrong)
    {
        await using var shop = await NginxShop.OpenAsync(sandbox, Changed("proxy_cache shop;", "proxy_cache shop; " + wrong), "Forbidden");
        using var buyer = await shop.NewBuyerAsync();
        using var stranger = shop.NewBrowser();

        using var paid = await AskAsync(buyer.Browser, "GET", "/essays/maps?page=1", "text/html");
        using var leaked = await AskAsync(stranger, "GET", "/essays/maps?page=1", "text/html");

        Assert.Equal(Shop.Paid + "1", await leaked.Content.ReadAsStringAsync());
    }

    private static string? CacheStatus(HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("X-Cache-Status"));

    private static string Changed(string line, string with)
    {
        Assert.Contains(line, Recipe, StringComparison.Ordinal);
        return Recipe.Replace(line, with, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> AskAsync(Browser browser, string method, string path, string accept) =>
        browser.SendAsync(new HttpMethod(method), path, request => request.Headers.Add("Accept", accept));
}
