using System.Net;
using Microsoft.Extensions.Logging;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>
/// Answers that are no use, beside those of the failure matrix, and addresses: 503 for the visitor, a line with the way out for the operator, never
/// the content.
/// </summary>
public sealed class TroubleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Create = "POST private/orders";
    private const string Ask = "GET private/orders/*";

    private Shop _shop = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        await sandbox.Control.ClearFaultsAsync();
        _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        _visitor = new Visitor(_shop, sandbox.Control);
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.Control.ClearFaultsAsync();
        _visitor.Dispose();
        await _shop.DisposeAsync();
    }

    public static TheoryData<string, int, string> Nonsense => new()
    {
        { Ask, 200, """{"order_status":"settled"}""" },
        { Ask, 200, """{"order_status":"paid"}""" },
        { Ask, 200, "[]" },
        { Ask, 200, "" },
        { Ask, 204, "" },
        { Ask, 302, "" },
        { Create, 200, "{}" },
    };

    [Theory]
    [InlineData(Create, """{"code":2500,"hint":"no bank account"}""")]
    [InlineData(Ask, """{"code":21}""")]
    [InlineData(Ask, "")]
    public async Task Only_the_code_of_an_unknown_order_says_that_it_is_unknown(string match, string body)
    {
        await FailAsync(new SandboxFault(match) { Status = 404, Body = body, ContentType = "application/json", Times = 10 });
        ExpectLog("BackendRefused");

        await ExpectUnavailableAsync();
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_503_and_one_line(string match, int status, string body)
    {
        await FailAsync(new SandboxFault(match) { Status = status, Body = body, ContentType = "application/json", Times = 10 });
        _shop.ExpectLog(line => line.Level >= LogLevel.Warning);

        await ExpectUnavailableAsync();

        Assert.Single(_shop.Logs.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData(Create)]
    [InlineData(Ask)]
    public async Task A_lost_connection_once_is_mended_by_a_retry(string match)
    {
        await FailAsync(new SandboxFault(match) { Abort = true });

        using var response = await _visitor.Browser.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task A_backend_that_sends_buyers_elsewhere_is_not_followed()
    {
        await using var elsewhere = await SandboxFixture.StartAsync("--Sandbox:PublicBaseUrl", "https://evil.example/instances/sandbox/");
        await using var shop = await Shop.OpenAsync(Shop.Settings(elsewhere.BaseUrl));
        shop.ExpectLog(line => line.Level == LogLevel.Warning && line.Message.Contains("Merchant:PublicBaseUrl", StringComparison.Ordinal));
        using var browser = new Browser(shop.BaseAddress);

        using var response = await browser.OpenAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task A_backend_known_by_an_internal_address_is_shown_by_its_public_one()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:Merchant:PublicBaseUrl"] = "https://pay.example/shop/";
        await using var shop = await Shop.OpenAsync(settings);
        using var browser = new Browser(shop.BaseAddress);

        using var page = await browser.OpenAsync("/essays/maps");
        using var problem = await browser.FetchAsync("/essays/maps");

        Assert.StartsWith("https://pay.example/shop/orders/", page.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.StartsWith("taler://pay/pay.example/shop/", (await Problem.ReadAsync(problem)).TalerPayUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_a_problem_and_when_to_come_back()
    {
        await FailAsync(new SandboxFault(Create) { Status = 403, Times = 10 });
        ExpectLog("BackendRefused");

        using var response = await _visitor.Browser.FetchAsync("/essays/maps");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.EndsWith("backend-unavailable", (await Problem.ReadAsync(response)).Type, StringComparison.Ordinal);
    }

    private async Task ExpectUnavailableAsync()
    {
        using var response = await _visitor.Browser.OpenAsync("/essays/maps");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Null(response.Headers.Location);
        Assert.NotNull(_visitor.Browser.PaywallCookie);
    }

    private void ExpectLog(string name) => _shop.ExpectLog(line => line.Event == name);

    private Task FailAsync(SandboxFault fault) => sandbox.Control.SetFaultAsync(fault);
}
