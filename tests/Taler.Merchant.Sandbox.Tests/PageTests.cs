using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Taler.TestKit;

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
    public async Task The_wallet_of_a_browser_remembers_what_it_bought()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        using var privateWindow = new Browser(sandbox);
        await BuyAsync(sandbox, browser, "O1", "S1");

        await BuyAsync(sandbox, browser, "O2", "S2");
        await BuyAsync(sandbox, privateWindow, "O3", "S3");

        Assert.Equal("paid", (string?)(await sandbox.StatusAsync("O1", "S2")).Json["order_status"]);
        Assert.Equal("claimed", (string?)(await sandbox.StatusAsync("O2", "S2")).Json["order_status"]);
        Assert.Equal("paid", (string?)(await sandbox.StatusAsync("O3", "S3")).Json["order_status"]);
    }

    [Fact]
    public async Task Who_bought_before_is_told_before_the_press_that_nothing_is_charged()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        await BuyAsync(sandbox, browser, "O1", "S1");
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
        await BuyAsync(sandbox, browser, "O1", "S1", goods);
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
        await BuyAsync(sandbox, browser, "O1", "S1");

        Assert.Empty(browser.CookiesFor("/"));
        Assert.Empty(browser.CookiesFor("/essay"));
    }

    [Fact]
    public async Task The_refund_button_fetches_the_refund()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        var created = await BuyAsync(sandbox, browser, "O1", "S1");
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
        Assert.Contains("This wallet did not buy that", (await ReadPageAsync(answer)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
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
        Assert.Equal("The wallet could not do that", (await ReadPageAsync(answer)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_press_the_button()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var browser = new Browser(sandbox);
        var created = await sandbox.CreateAsync("O1");

        var answer = await browser.PressAsync(Parse(await sandbox.GetPageAsync($"orders/O1?token={created.Token}")), site: "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Only the pages of the sandbox", (await ReadPageAsync(answer)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
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

    private static void AssertBought(IHtmlDocument page)
    {
        Assert.Equal("Your wallet bought this already. Nothing will be charged.", page.QuerySelector(".bought")!.TextContent);
        Assert.Equal("Show my purchase", page.QuerySelector("form[action='/sandbox/browser/pay'] button")!.TextContent);
        Assert.Null(page.QuerySelector(".amount"));
    }

    private static async Task<Created> BuyAsync(SandboxHost sandbox, Browser browser, string orderId, string session, string goods = SandboxHost.Essay)
    {
        var created = await sandbox.CreateAsync(orderId, body => body["order"]!["fulfillment_url"] = goods);
        var answer = await browser.PressAsync(await browser.OpenAsync($"orders/{orderId}?token={created.Token}&session_id={session}"));
        Assert.True(answer.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.OK);
        return created;
    }

    private static async Task<IHtmlDocument> ReadPageAsync(HttpResponseMessage answer)
    {
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Opens pages, presses their buttons and keeps cookies.</summary>
    private sealed class Browser(SandboxHost sandbox) : IDisposable
    {
        private readonly CookieContainer _cookies = new();
        private HttpClient? _http;

        /// <summary>The wallet that the buttons of a page would use.</summary>
        public string? WalletName => CookiesFor("/sandbox/browser/pay").SingleOrDefault()?.Value;

        private HttpClient Http => _http ??= new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies });

        public CookieCollection CookiesFor(string path) => _cookies.GetCookies(new Uri(sandbox.BaseUrl, path));

        public async Task<IHtmlDocument> OpenAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sandbox.BaseUrl, path));
            request.Headers.Add("Accept", "text/html");
            using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
            return await ReadPageAsync(answer);
        }

        public async Task<HttpResponseMessage> PressAsync(IHtmlDocument page, string site = "same-origin", CancellationToken cancellationToken = default)
        {
            var form = page.Forms.Single();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.BaseUrl, form.GetAttribute("action")));
            request.Headers.Add("Sec-Fetch-Site", site);
            request.Content = new FormUrlEncodedContent(form.QuerySelectorAll<IHtmlInputElement>("input").ToDictionary(input => input.Name!, input => input.Value));
            return await Http.SendAsync(request, cancellationToken);
        }

        public void Dispose() => _http?.Dispose();
    }
}
