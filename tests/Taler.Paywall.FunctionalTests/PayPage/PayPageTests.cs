using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using QRCoder;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.PayPage;

/// <summary>The pay page: a visitor pays where he is.</summary>
public sealed class PayPageTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Essay = "/essays/bread";

    private Shop _shop = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await OnSiteShop.OpenAsync(sandbox.BaseUrl);
        _visitor = new Visitor(_shop, sandbox.Control);
        await sandbox.Control.ClearRequestsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task The_page_says_what_is_sold_and_leads_to_the_wallet()
    {
        var page = await OpenAsync();

        Assert.Contains("Essay bread", page.Heading, StringComparison.Ordinal);
        Assert.Contains("0.5", page.Text, StringComparison.Ordinal);
        Assert.StartsWith("taler+http://pay/", page.PayUri, StringComparison.Ordinal);
        Assert.Equal(page.PayUri, page.TalerHeader);
        Assert.Equal(("status", true), (page.Watch.GetAttribute("role"), page.Watch.HasAttribute("hidden")));
    }

    [Fact]
    public async Task Who_pays_by_the_link_reads_the_page()
    {
        var page = await OpenAsync();

        var reply = await sandbox.Control.PayAsync(_visitor.Wallet, page.PayUri);

        Assert.Equal("paid", reply.Outcome);
        Assert.StartsWith(Shop.Paid, await _visitor.ReadAsync(Essay), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_without_tls_is_one_for_tests_so_its_page_that_plays_the_wallet_is_linked() =>
        Assert.StartsWith(sandbox.BaseUrl.AbsoluteUri + "orders/", (await OpenAsync()).TestPageUrl, StringComparison.Ordinal);

    [Fact]
    public async Task The_page_that_is_opened_again_shows_the_same_order()
    {
        var first = await OpenAsync();
        var second = await OpenAsync();

        Assert.Equal(first.PayUri, second.PayUri);
        Assert.Equal("POST GET GET", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task Every_visitor_sees_an_order_and_a_session_of_his_own()
    {
        using var other = new Browser(_shop.BaseAddress);

        var (mine, theirs) = (TalerPayUri.Parse((await OpenAsync()).PayUri), TalerPayUri.Parse((await ShownPayPage.OpenAsync(other, Essay)).PayUri));

        Assert.NotEqual(mine.OrderId, theirs.OrderId);
        Assert.NotEqual(mine.SessionId, theirs.SessionId);
    }

    [Fact]
    public async Task The_code_is_an_image_with_a_name()
    {
        var code = (await OpenAsync()).Code;

        Assert.NotEmpty(code.GetAttribute("aria-label")!);
        Assert.Equal(("#fff", "#000"), (code.QuerySelector("rect")!.GetAttribute("fill"), code.QuerySelector("path")!.GetAttribute("fill")));
    }

    [Fact]
    public async Task The_code_holds_the_pay_URI_within_a_quiet_zone()
    {
        var page = await OpenAsync();
        using var expected = QRCodeGenerator.GenerateQrCode(page.PayUri, QRCodeGenerator.ECCLevel.M);
        var modules = expected.ModuleMatrix;

        var drawn = new bool[modules.Count, modules.Count];
        foreach (Match run in Regex.Matches(Assert.Single(page.Code.QuerySelectorAll("path")).GetAttribute("d")!, @"M(?<x>\d+) (?<y>\d+)h(?<length>\d+)v1h-\k<length>z", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
        {
            var (x, y, length) = (Number(run, "x"), Number(run, "y"), Number(run, "length"));
            for (var i = x; i < x + length; i++)
                drawn[y, i] = true;
        }

        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules.Count; x++)
            {
                Assert.Equal(modules[y][x], drawn[y, x]);
                Assert.False(drawn[y, x] && Math.Min(Math.Min(x, y), modules.Count - 1 - Math.Max(x, y)) < 4, "The quiet zone is not quiet.");
            }
        }
        Assert.Equal($"0 0 {modules.Count} {modules.Count}", page.Code.QuerySelector("svg")!.GetAttribute("viewBox"));
    }

    [Fact]
    public async Task The_only_script_bears_the_nonce_that_the_policy_names()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());

        var nonce = Assert.Single(first.Scripts).GetAttribute("nonce")!;
        var scripts = Directive(first.Policy, "script-src");
        Assert.Equal($"'nonce-{nonce}'", scripts);
        Assert.Equal("'none'", Directive(first.Policy, "default-src"));
        Assert.Equal("'self'", Directive(first.Policy, "connect-src"));
        Assert.DoesNotContain("unsafe", first.Policy, StringComparison.Ordinal);
        Assert.NotEqual(nonce, second.Scripts[0].GetAttribute("nonce"));
        Assert.DoesNotContain("eval", first.Scripts[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_query_of_the_page_goes_along()
    {
        var page = await OpenAsync(Essay + "?from=mail&note=a%20%26%20b");

        Assert.Equal(Essay + "?from=mail&note=a%20%26%20b&taler_paywall=wait", page.WaitUrl);
        Assert.Equal(Essay + "?from=mail&note=a%20%26%20b&taler_paywall=paid", page.PaidUrl);
        Assert.Equal("15;url=" + page.PaidUrl, page.Refresh);
    }

    [Fact]
    public async Task A_browser_without_JavaScript_comes_to_the_content_by_asking_now_and_then()
    {
        var page = await OpenAsync(Essay + "?from=mail");

        var again = await OpenAsync(page.PaidUrl);
        await sandbox.Control.PayAsync(_visitor.Wallet, page.PayUri);
        using var paid = await _visitor.Browser.OpenAsync(page.PaidUrl);

        Assert.Equal((page.PayUri, page.PaidUrl), (again.PayUri, again.PaidUrl));
        Assert.Equal(HttpStatusCode.Found, paid.StatusCode);
        Assert.Equal(Essay + "?from=mail", paid.Headers.Location!.OriginalString);
        Assert.StartsWith(Shop.Paid, await _visitor.ReadAsync(paid.Headers.Location.OriginalString), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wallet_that_showed_an_older_purchase_opens_the_page_by_the_link()
    {
        await sandbox.Control.PayAsync(_visitor.Wallet, (await OpenAsync()).PayUri);
        using var elsewhere = _visitor.OnAnotherDevice();
        var page = await ShownPayPage.OpenAsync(elsewhere.Browser, Essay);

        var reply = await sandbox.Control.PayAsync(elsewhere.Wallet, page.PayUri);
        using var response = await elsewhere.Browser.OpenAndFollowAsync(page.PaidUrl);

        Assert.Equal("replayed", reply.Outcome);
        Assert.StartsWith(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_keeps_no_cookies_is_told_so_and_makes_no_further_order()
    {
        var page = await OpenAsync();
        _visitor.Browser.DeleteCookies();
        await sandbox.Control.ClearRequestsAsync();

        using var response = await _visitor.Browser.OpenAsync(page.PaidUrl);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Contains("cookie", await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await sandbox.Control.RequestsAsync());
    }

    [Fact]
    public async Task An_order_that_a_wallet_holds_is_replaced_when_the_page_is_opened_again()
    {
        var page = await OpenAsync();
        await sandbox.Control.ClaimAsync("a-stranger", page.PayUri);

        var again = await OpenAsync(page.PaidUrl);

        Assert.NotEqual(page.PayUri, again.PayUri);
    }

    [Fact]
    public async Task Backend_trouble_is_a_page_that_says_so()
    {
        await OpenAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Status = 500, Times = 4 });
        _shop.ExpectLog(line => line.Event == "BackendUnavailable");

        await _visitor.ExpectAsync(HttpStatusCode.ServiceUnavailable, Essay + "?taler_paywall=paid");
        await sandbox.Control.ClearFaultsAsync();
    }

    [Fact]
    public async Task Programs_get_the_problem_as_ever_and_HEAD_gets_nothing()
    {
        using var program = new Browser(_shop.BaseAddress);
        using var asked = await program.FetchAsync(Essay);
        using var head = await program.SendAsync(HttpMethod.Head, Essay + "?taler_paywall=paid");

        Assert.Equal("urn:taler-paywall:problem#payment-required", (await Problem.ReadAsync(asked)).Type);
        Assert.Equal(HttpStatusCode.PaymentRequired, head.StatusCode);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private Task<ShownPayPage> OpenAsync(string path = Essay) => ShownPayPage.OpenAsync(_visitor.Browser, path);

    private static string Directive(string policy, string name) =>
        Regex.Match(policy, $@"(?:^|; ){name} (?<sources>[^;]*)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["sources"].Value;
}
