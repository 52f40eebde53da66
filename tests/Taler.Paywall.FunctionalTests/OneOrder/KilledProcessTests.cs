using System.Net;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.OneOrder;

/// <summary>The process of the shop is killed after the backend made the order and before the visitor got his cookie.</summary>
public sealed class KilledProcessTests : IAsyncLifetime
{
    private const string Essay = "/essays/bread";
    private const string Url = "http://shop.example" + Essay;
    private const string Create = "POST private/orders";
    private const string Ask = "GET private/orders/*";

    private static readonly (string, string) Patience = ("TalerPaywall:Merchant:Timeout", "00:05:00");

    private readonly DirectoryInfo _keyRing = Directory.CreateTempSubdirectory("key-ring-");
    private SandboxProcess _sandbox = null!;
    private SandboxOrders _orders = null!;
    private ShopProcess _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxProcess.StartAsync();
        _orders = new SandboxOrders(_sandbox.BaseUrl, SandboxProcess.AccessToken);
        _shop = await ShopProcess.StartAsync(_sandbox, _keyRing.FullName, Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        _orders.Dispose();
        await _sandbox.DisposeAsync();
        _keyRing.Delete(recursive: true);
    }

    [Theory]
    [InlineData(Create)]
    [InlineData(Ask)]
    public async Task Who_had_a_session_finds_the_same_order(string at)
    {
        var cookie = await WelcomeAsync();
        await KillAtAsync(at, cookie);
        var made = Assert.Single(await _orders.ListAsync(Url));

        await RestartAsync();
        using var browser = Browser(cookie);
        using var found = await browser.OpenAsync(Essay);

        Assert.Contains(made.Id, found.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Single(await _orders.ListAsync(Url));
        await PayAndReadAsync(browser, found);
    }

    [Theory]
    [InlineData(Create)]
    [InlineData(Ask)]
    public async Task On_a_first_visit_the_order_is_lost_to_everybody_and_the_visitor_gets_one_of_his_own(string at)
    {
        await KillAtAsync(at, cookie: null);
        var lost = Assert.Single(await _orders.ListAsync(Url));

        await RestartAsync();
        using var browser = Browser(cookie: null);
        using var first = await browser.OpenAsync(Essay);
        using var again = await browser.OpenAsync(Essay);
        using var another = Browser(cookie: null);
        using var others = await another.OpenAsync(Essay);

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.DoesNotContain(lost.Id, first.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotContain(lost.Id, others.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        await PayAndReadAsync(browser, again);
        Assert.Equal("unpaid", await _orders.StatusAsync(lost.Id));
        Assert.Equal(3, (await _orders.ListAsync(Url)).Count);
    }

    [Fact]
    public async Task A_price_that_changes_with_the_restart_makes_one_order_of_its_own()
    {
        var cookie = await WelcomeAsync();
        await KillAtAsync(Create, cookie);

        await RestartAsync(("TalerPaywall:Resources:0:Price", "KUDOS:0.75"));
        using var browser = Browser(cookie);
        using var first = await browser.OpenAsync(Essay);
        using var again = await browser.OpenAsync(Essay);

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(["KUDOS:0.5", "KUDOS:0.75"], (await _orders.ListAsync(Url)).Select(order => order.Amount));
        await PayAndReadAsync(browser, again);
    }

    /// <summary>A visitor who has been here before, for something else.</summary>
    private async Task<string> WelcomeAsync()
    {
        using var browser = Browser(cookie: null);
        using var response = await browser.OpenAsync("/essays/another");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return browser.PaywallCookie!;
    }

    /// <summary>Kills the shop while it waits for the answer of this call, which the backend has carried out.</summary>
    private async Task KillAtAsync(string call, string? cookie)
    {
        await _sandbox.Control.ClearRequestsAsync();
        await _sandbox.Control.SetFaultAsync(new SandboxFault(call) { After = true, Delay = TimeSpan.FromMinutes(10) });
        using var browser = Browser(cookie);
        var opening = browser.OpenAsync(Essay);
        await Eventually.IsSoAsync(async () => (await _sandbox.Control.RequestsAsync()).Any(request => IsAt(call, request)) && (await _orders.ListAsync(Url)).Count > 0);
        await _shop.KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => opening);
        Assert.Equal(cookie, browser.PaywallCookie);
    }

    private static bool IsAt(string call, SandboxRequest request) => request.Status is null && call.StartsWith(request.Method, StringComparison.Ordinal);

    private async Task RestartAsync(params (string, string)[] settings)
    {
        await _sandbox.Control.ClearFaultsAsync();
        await _shop.DisposeAsync();
        _shop = await ShopProcess.StartAsync(_sandbox, _keyRing.FullName, [Patience, .. settings]);
    }

    private Browser Browser(string? cookie)
    {
        var browser = new Browser(_shop.Address);
        if (cookie is not null)
            browser.SetPaywallCookie(cookie);
        return browser;
    }

    private async Task PayAndReadAsync(Browser browser, HttpResponseMessage redirect)
    {
        Assert.Equal("paid", (await _sandbox.Control.PayAsync("reader", await Visitor.PayUriAsync(redirect))).Outcome);
        using var response = await browser.OpenAsync(Essay);
        Assert.Equal(ShopProcess.Paid + "bread", await response.Content.ReadAsStringAsync());
    }
}
