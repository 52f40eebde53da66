using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>What a buyer sees and presses, without JavaScript.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task The_pay_page_has_all_that_a_buyer_needs()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.CreateAsync("O1");

        var page = Parse(await sandbox.GetPageAsync($"orders/O1?token={created.Token}&session_id=S1"));

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Contains("Pay", page.Title, StringComparison.Ordinal);
        Assert.Contains("no money moves", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("An essay", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("KUDOS:10", page.QuerySelector(".amount")!.TextContent);
        Assert.Equal("QR code of the pay URI", page.QuerySelector("svg[role=img]")!.GetAttribute("aria-label"));
        Assert.Equal(await sandbox.PayUriAsync("O1", "S1"), page.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("Pay KUDOS:10", page.QuerySelector("form[method=post] button")!.TextContent);
        Assert.NotNull(page.QuerySelector("noscript meta[http-equiv=refresh]"));
    }

    [Theory]
    [InlineData("orders/O1?token=TOKEN")]
    [InlineData("orders/O1")]
    [InlineData("orders/nobody")]
    [InlineData("/")]
    public async Task Every_page_is_complete_and_free_of_inline_script(string path)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.CreateAsync("O1");

        var reply = await sandbox.GetPageAsync(path.Replace("TOKEN", created.Token, StringComparison.Ordinal));
        var page = Parse(reply);

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.NotEqual("", page.Title);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Contains("no money moves", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Name == "style"));
        Assert.All(page.Scripts, script => Assert.Equal("/sandbox/assets/page.js", script.Source));
        Assert.Empty(page.QuerySelectorAll("style"));
        Assert.DoesNotContain("unsafe", reply.Header("Content-Security-Policy")!, StringComparison.Ordinal);
        Assert.Equal("strict-origin-when-cross-origin", reply.Header("Referrer-Policy"));
        Assert.Equal("no-store", reply.Header("Cache-Control"));
    }

    [Fact]
    public async Task Markup_from_the_shop_stays_text()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        const string Markup = "<script>alert(1)</script>\"'&";
        var created = await sandbox.CreateAsync("O1", body => body["order"]!["summary"] = Markup);

        var page = Parse(await sandbox.GetPageAsync($"orders/O1?token={created.Token}"));

        Assert.Equal(Markup, page.QuerySelector("h1")!.TextContent);
        Assert.Single(page.Scripts);
    }

    [Fact]
    public async Task A_fulfillment_URL_that_is_a_script_is_never_a_link()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        var created = await sandbox.CreateAsync("O1", body => body["order"]!["fulfillment_url"] = "javascript:alert(1)");

        var paid = await browser.PressAsync(Parse(await sandbox.GetPageAsync($"orders/O1?token={created.Token}")));

        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        Assert.DoesNotContain("javascript:", await paid.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pay_button_ends_at_the_goods()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        var created = await sandbox.CreateAsync("O1");

        var answer = await browser.PressAsync(Parse(await sandbox.GetPageAsync($"orders/O1?token={created.Token}&session_id=S1")));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(SandboxHost.Essay, answer.Headers.Location?.OriginalString);
        Assert.Equal("paid", (string?)(await sandbox.StatusAsync("O1", "S1")).Json["order_status"]);
    }

    [Fact]
    public async Task The_refund_button_fetches_the_refund()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        var created = await browser.BuyAsync("O1", "S1");
        await sandbox.RefundAsync("O1", "KUDOS:4");

        var reply = await sandbox.GetPageAsync($"orders/O1?token={created.Token}&session_id=S1");
        var page = Parse(reply);
        var answer = await browser.PressAsync(page);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.StartsWith("taler+http://refund/", reply.Header("Taler"), StringComparison.Ordinal);
        Assert.Equal("KUDOS:4", page.QuerySelector(".amount")!.TextContent);
        Assert.Equal(SandboxHost.Essay, answer.Headers.Location?.OriginalString);
        Assert.False((bool)(await sandbox.StatusAsync("O1", "S1")).Json["refund_pending"]!);
    }

    [Fact]
    public async Task An_order_that_another_wallet_holds_is_explained()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        var created = await sandbox.CreateAsync("O1");
        var page = Parse(await sandbox.GetPageAsync($"orders/O1?token={created.Token}"));
        await sandbox.Control.ClaimAsync("bob", await sandbox.PayUriAsync("O1"));

        var answer = await browser.PressAsync(page);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Another wallet has claimed the order", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wallet_that_did_not_buy_is_told_so_on_a_page()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        var created = await sandbox.BuyAsync("alice", "O1");
        await sandbox.RefundAsync("O1", "KUDOS:4");

        var answer = await browser.PressAsync(await browser.OpenAsync($"orders/O1?token={created.Token}"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("This wallet did not buy that", (await Browser.ReadPageAsync(answer)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pay")]
    [InlineData("refund")]
    public async Task A_button_without_a_link_to_a_wallet_is_refused_on_a_page(string action)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([]);

        using var answer = await http.PostAsync(new Uri(sandbox.BaseUrl, $"/sandbox/browser/{action}"), form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("The wallet could not do that", (await Browser.ReadPageAsync(answer)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_press_the_button()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        var created = await sandbox.CreateAsync("O1");

        var answer = await browser.PressAsync(Parse(await sandbox.GetPageAsync($"orders/O1?token={created.Token}")), site: "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Only the pages of the sandbox", (await Browser.ReadPageAsync(answer)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("unpaid", (string?)(await sandbox.StatusAsync("O1")).Json["order_status"]);
    }

    [Fact]
    public async Task Goods_without_a_web_address_show_their_message()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var created = await sandbox.BuyAsync("alice", "O1", change: body =>
        {
            body["order"]!.AsObject().Remove("fulfillment_url");
            body["order"]!["fulfillment_message"] = "Come to the counter";
        });

        var page = Parse(await sandbox.GetPageAsync($"orders/O1?token={created.Token}"));

        Assert.Contains("Come to the counter", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sandbox/assets/page.css", "text/css")]
    [InlineData("/sandbox/assets/page.js", "text/javascript")]
    public async Task The_files_of_the_pages_are_served(string path, string type)
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, type), (reply.Status, reply.ContentHeaders.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_browser_that_looks_for_an_icon_finds_no_error()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await sandbox.GetAsync("/favicon.ico")).Status);
    }

    private static IHtmlDocument Parse(Reply reply) => new HtmlParser().ParseDocument(reply.Text);
}
