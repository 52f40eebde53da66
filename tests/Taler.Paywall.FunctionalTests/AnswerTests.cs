using System.Net;

namespace Taler.Paywall.FunctionalTests;

/// <summary>The table of answers: who asks, and what they get.</summary>
public sealed class AnswerTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private Shop _shop = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        _visitor = new Visitor(_shop, sandbox.Control);
        await sandbox.Control.ClearRequestsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_program_gets_402_with_all_it_needs_to_pay_and_reads_the_essay_then()
    {
        using var response = await _visitor.Browser.FetchAsync("/essays/maps");
        var problem = await Problem.ReadAsync(response);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.EndsWith("payment-required", problem.Type, StringComparison.Ordinal);
        Assert.Equal("KUDOS:0.5", problem.Price);
        Assert.Equal("Essay maps", problem.Summary);
        Assert.StartsWith(sandbox.BaseUrl.AbsoluteUri, problem.OrderStatusUrl, StringComparison.Ordinal);
        Assert.StartsWith("taler+http://pay/127.0.0.1:", problem.TalerPayUri, StringComparison.Ordinal);
        Assert.Equal(problem.TalerPayUri, Assert.Single(response.Headers.GetValues("Taler")));
        Assert.Contains("Cookie", response.Headers.Vary);

        Assert.Equal("paid", (await sandbox.Control.PayAsync(_visitor.Wallet, problem.TalerPayUri!)).Outcome);
        using var paid = await _visitor.Browser.FetchAsync("/essays/maps");
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
    }

    [Fact]
    public async Task Who_asks_for_two_things_at_once_is_told_how_to_write_the_path()
    {
        using var response = await _visitor.Browser.OpenAsync("/essays/maps%20");
        var problem = await Problem.ReadAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.EndsWith("ambiguous-path", problem.Type, StringComparison.Ordinal);
        Assert.Contains("dots or spaces at the end", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("post")]
    public async Task Any_other_method_gets_402_and_never_a_redirect(string method)
    {
        using var response = await _visitor.Browser.SendAsync(new HttpMethod(method), "/essays/maps/notes");

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.NotNull((await Problem.ReadAsync(response)).TalerPayUri);
    }

    [Theory]
    [InlineData("HEAD", "Accept", "text/html")]
    [InlineData("GET", "Sec-Purpose", "prefetch;prerender")]
    [InlineData("GET", "Sec-Fetch-Dest", "image")]
    [InlineData("GET", "Sec-Fetch-Dest", "style")]
    [InlineData("GET", "Accept", "image/avif,image/webp,*/*;q=0.8")]
    public async Task Where_nobody_is_there_to_pay_the_answer_is_an_empty_402_without_order_and_cookie(string method, string header, string value)
    {
        using var response = await _visitor.Browser.SendAsync(
            new HttpMethod(method), "/essays/maps/illustration.svg", request => request.Headers.TryAddWithoutValidation(header, value));

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Null(response.Headers.Location);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Null(_visitor.Browser.PaywallCookie);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task A_sub_resource_of_a_paid_page_is_served()
    {
        await _visitor.BuyAsync("/essays/maps");

        using var image = await _visitor.Browser.SendAsync(
            HttpMethod.Get, "/essays/maps/illustration.svg", request => request.Headers.Add("Sec-Fetch-Dest", "image"));

        Assert.Equal(HttpStatusCode.OK, image.StatusCode);
    }

    [Fact]
    public async Task A_preflight_is_passed_on()
    {
        using var response = await _visitor.Browser.SendAsync(HttpMethod.Options, "/essays/maps", request =>
        {
            request.Headers.Add("Origin", "https://elsewhere.example");
            request.Headers.Add("Access-Control-Request-Method", "GET");
        });

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task A_browser_that_returns_with_two_cookies_of_the_name_is_shown_the_page_and_not_sent_round()
    {
        using var response = await _visitor.Browser.SendAsync(HttpMethod.Get, "/essays/maps", request =>
        {
            request.Headers.Accept.ParseAdd("text/html");
            request.Headers.Referrer = new Uri(sandbox.BaseUrl, "/");
            request.Headers.TryAddWithoutValidation("Cookie", ".Taler.Paywall=one; .Taler.Paywall=two");
        });

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task A_browser_that_returns_from_the_payment_page_without_cookie_is_asked_for_cookies_and_makes_no_order()
    {
        using var response = await _visitor.Browser.OpenAsync("/essays/maps", referer: new Uri(sandbox.BaseUrl, "/").AbsoluteUri);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Contains("cookie", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("", await sandbox.CallsAsync());

        // The page set the cookie, so a browser that keeps it goes on.
        await _visitor.ExpectAsync(HttpStatusCode.Found, "/essays/maps");
    }

    [Fact]
    public async Task The_cookie_is_one_http_only_lax_and_at_most_a_kilobyte_however_much_is_visited()
    {
        for (var i = 0; i < 60; i++)
        {
            using var response = await _visitor.Browser.OpenAsync("/essays/essay" + i);
            var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
            var parts = cookie.Split("; ");
            Assert.InRange(parts[0].Length, 1, 1024);
            Assert.Contains("httponly", parts);
            Assert.Contains("samesite=lax", parts);
            Assert.Contains("path=/", parts);
            Assert.Contains("max-age=2592000", parts);
            Assert.DoesNotContain("secure", parts);
        }
    }

    [Theory]
    [InlineData("/essays/maps/")]
    [InlineData("/ESSAYS/maps")]
    [InlineData("//essays/maps")]
    [InlineData("/essays//maps")]
    [InlineData("/essays/maps?x=1")]
    [InlineData("/%65ssays/maps")]
    [InlineData("/free/../essays/maps")]
    [InlineData("/essays%2Fmaps")]
    [InlineData("/essays%5Cmaps")]
    public async Task No_spelling_of_the_path_is_free(string path)
    {
        using var response = await _visitor.Browser.OpenAsync(path);

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.NotFound, response.StatusCode);
    }
}
