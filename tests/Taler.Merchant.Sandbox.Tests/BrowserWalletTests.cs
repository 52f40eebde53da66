using System.Net;
using AngleSharp.Html.Dom;
using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>The wallet that the buttons of the pages use: one for each browser, with a memory of what it bought.</summary>
public sealed class BrowserWalletTests
{
    [Fact]
    public async Task The_wallet_of_a_browser_remembers_what_it_bought()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        using var privateWindow = new Browser(sandbox);
        await browser.BuyAsync("O1", "S1");

        await browser.BuyAsync("O2", "S2");
        await privateWindow.BuyAsync("O3", "S3");

        Assert.Equal("paid", (string?)(await sandbox.StatusAsync("O1", "S2")).Json["order_status"]);
        Assert.Equal("claimed", (string?)(await sandbox.StatusAsync("O2", "S2")).Json["order_status"]);
        Assert.Equal("paid", (string?)(await sandbox.StatusAsync("O3", "S3")).Json["order_status"]);
    }

    [Fact]
    public async Task Who_bought_before_is_told_before_the_press_that_nothing_is_charged()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        await browser.BuyAsync("O1", "S1");
        var created = await sandbox.CreateAsync("O2");

        var page = await browser.OpenAsync($"orders/O2?token={created.Token}&session_id=S2");
        var moved = await browser.OpenAsync($"orders/O1?h_contract={await sandbox.ContractHashAsync("O1")}&session_id=S2");
        await browser.PressAsync(page);

        Assert.All([page, moved], AssertBought);
        Assert.Contains("A wallet that did not buy this pays KUDOS:10.", page.QuerySelector("section")!.TextContent, StringComparison.Ordinal);
        Assert.Single(await sandbox.Control.RequestsAsync(), request => request.Path.EndsWith("/pay", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("another browser")]
    [InlineData("other goods")]
    [InlineData("goods without a web address")]
    [InlineData("refunded")]
    [InlineData("forgotten by the merchant")]
    public async Task Who_would_be_charged_is_asked_for_the_price(string reason)
    {
        await using var sandbox = await SandboxHost.StartAsync(options => options.MaxOrders = reason == "forgotten by the merchant" ? 1 : 10);
        using var browser = new Browser(sandbox);
        using var other = new Browser(sandbox);
        var goods = reason == "goods without a web address" ? "taler://fulfillment-success/thanks" : SandboxHost.Essay;
        await browser.BuyAsync("O1", "S1", goods);
        if (reason == "refunded")
            await sandbox.RefundAsync("O1", "KUDOS:4");
        var created = await sandbox.CreateAsync("O2", body => body["order"]!["fulfillment_url"] = reason == "other goods" ? goods + "/2" : goods);

        var page = await (reason == "another browser" ? other : browser).OpenAsync($"orders/O2?token={created.Token}&session_id=S2");

        Assert.Equal("Pay KUDOS:10", page.QuerySelector("button")!.TextContent);
        Assert.Null(page.QuerySelector(".bought"));
    }

    [Fact]
    public async Task A_buyer_who_leaves_before_the_answer_comes_is_not_charged_again()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        using var patience = new CancellationTokenSource();
        var first = await sandbox.CreateAsync("O1");
        var page = await browser.OpenAsync($"orders/O1?token={first.Token}&session_id=S1");
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST orders/O1/pay") { Delay = TimeSpan.FromSeconds(3), After = true });
        var press = browser.PressAsync(page, cancellationToken: patience.Token);
        await sandbox.Clock.SomebodyWaitsAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => press);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(3));

        var second = await sandbox.CreateAsync("O2");
        var answer = await browser.PressAsync(await browser.OpenAsync($"orders/O2?token={second.Token}&session_id=S2"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("paid", (string?)(await sandbox.StatusAsync("O1", "S2")).Json["order_status"]);
        Assert.Single(await sandbox.Control.RequestsAsync(), request => request is { Method: "POST" } && request.Path.EndsWith("/pay", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_browser_has_its_wallet_before_it_presses_a_button()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        var created = await sandbox.CreateAsync("O1");

        await browser.OpenAsync($"orders/O1?token={created.Token}");
        var given = browser.WalletName;
        await browser.OpenAsync($"orders/O1?token={created.Token}");
        var kept = browser.WalletName;
        await browser.PressAsync(await browser.OpenAsync($"orders/O1?token={created.Token}"));

        Assert.StartsWith("browser-", given, StringComparison.Ordinal);
        Assert.Equal((given, given), (kept, browser.WalletName));
    }

    [Fact]
    public async Task A_shop_on_the_same_host_never_sees_the_cookie_of_the_wallet()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        await browser.BuyAsync("O1", "S1");

        Assert.Empty(browser.CookiesFor("/"));
        Assert.Empty(browser.CookiesFor("/essay"));
    }

    private static void AssertBought(IHtmlDocument page)
    {
        Assert.Equal("Your wallet bought this already. Nothing will be charged.", page.QuerySelector(".bought")!.TextContent);
        Assert.Equal("Show my purchase", page.QuerySelector("form[action='/sandbox/browser/pay'] button")!.TextContent);
        Assert.Null(page.QuerySelector(".amount"));
    }
}
