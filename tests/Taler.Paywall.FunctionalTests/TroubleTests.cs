using System.Net;
using Microsoft.Extensions.Logging;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>Whatever the backend does: 503 for the visitor, a line with the way out for the operator, never the content, never a second order.</summary>
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

    public static TheoryData<string, int, string> Refusals => new()
    {
        { Create, 400, """{"code":26,"hint":"parameter malformed"}""" },
        { Create, 401, """{"code":41,"hint":"token unknown"}""" },
        { Create, 403, """{"code":44,"hint":"no permission"}""" },
        { Create, 404, """{"code":2000,"hint":"instance unknown"}""" },
        { Create, 404, """{"code":2500,"hint":"no bank account"}""" },
        { Create, 409, """{"code":2514,"hint":"currency"}""" },
        { Create, 410, """{"product_id":"x"}""" },
        { Create, 451, """{"code":2513,"hint":"amount"}""" },
        { Ask, 401, """{"code":41}""" },
        { Ask, 403, """{"code":44}""" },
        { Ask, 404, """{"code":2000}""" },
        { Ask, 404, """{"code":21}""" },
        { Ask, 404, "" },
        { Ask, 410, "" },
        { Ask, 451, "" },
    };

    public static TheoryData<string, int, string, string> Nonsense => new()
    {
        { Ask, 200, "<html>Welcome</html>", "text/html" },
        { Ask, 200, """{"order_status":"pa""", "application/json" },
        { Ask, 200, """{"order_status":"settled"}""", "application/json" },
        { Ask, 200, """{"order_status":7}""", "application/json" },
        { Ask, 200, """{"order_status":"paid"}""", "application/json" },
        { Ask, 200, "[]", "application/json" },
        { Ask, 200, "", "application/json" },
        { Ask, 204, "", "application/json" },
        { Ask, 302, "", "application/json" },
        { Create, 200, "<html>Welcome</html>", "text/html" },
        { Create, 200, """{"order_id":"another"}""", "application/json" },
        { Create, 200, "{}", "application/json" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_503_and_one_error_line_that_names_status_and_way_out(string match, int status, string body)
    {
        await FailAsync(new SandboxFault(match) { Status = status, Body = body, ContentType = "application/json", Times = 10 });
        ExpectLog("BackendRefused");

        await ExpectUnavailableAsync();

        var line = Assert.Single(_shop.Logs.Lines, line => line.Level >= LogLevel.Warning);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), line.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_503_and_one_line(string match, int status, string body, string contentType)
    {
        await FailAsync(new SandboxFault(match) { Status = status, Body = body, ContentType = contentType, Times = 10 });
        _shop.ExpectLog(line => line.Level >= LogLevel.Warning);

        await ExpectUnavailableAsync();

        Assert.Single(_shop.Logs.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData(Create, 429)]
    [InlineData(Create, 500)]
    [InlineData(Create, 503)]
    [InlineData(Ask, 429)]
    [InlineData(Ask, 500)]
    [InlineData(Ask, 502)]
    [InlineData(Ask, 504)]
    public async Task Trouble_of_the_backends_own_is_503_and_a_warning(string match, int status)
    {
        await FailAsync(new SandboxFault(match) { Status = status, Times = 10 });
        _shop.ExpectLog(line => line.Level == LogLevel.Warning);

        await ExpectUnavailableAsync();

        Assert.Contains(_shop.Logs.Lines, line => line.Level == LogLevel.Warning && line.Message.Contains("nothing charged", StringComparison.Ordinal));
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
    public async Task A_lost_answer_to_creating_an_order_never_makes_a_second_one()
    {
        await FailAsync(new SandboxFault(Create) { Abort = true, After = true, Times = 10 });
        ExpectLog("BackendUnavailable");
        using (var response = await _visitor.Browser.OpenAsync("/essays/maps"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await sandbox.Control.ClearFaultsAsync();
        await sandbox.Control.ClearRequestsAsync();

        Assert.Equal("paid", (await _visitor.BuyAsync("/essays/maps")).Outcome);

        Assert.DoesNotContain("POST", await sandbox.CallsAsync(), StringComparison.Ordinal);
        await _visitor.ReadAsync("/essays/maps");
    }

    [Fact]
    public async Task A_silent_backend_is_503_when_the_time_limit_has_passed()
    {
        await FailAsync(new SandboxFault(Create) { Delay = TimeSpan.FromMinutes(10), Times = 10 });
        ExpectLog("BackendUnavailable");
        var opening = _visitor.Browser.OpenAsync("/essays/maps");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await _shop.Clock.TryBeganAsync();
            _shop.Clock.Advance(Shop.TryLimit);
        }

        using var response = await opening;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(_visitor.Browser.PaywallCookie);
    }

    [Fact]
    public async Task A_backend_that_is_down_does_not_take_what_was_bought_and_cached()
    {
        await _visitor.BuyAsync("/essays/maps");
        await _visitor.ReadAsync("/essays/maps");
        await FailAsync(new SandboxFault("*") { Status = 500, Times = 1000 });

        await _visitor.ReadAsync("/essays/maps");
    }

    [Fact]
    public async Task After_the_trouble_the_same_order_goes_on()
    {
        using var before = await _visitor.Browser.OpenAsync("/essays/maps");
        await FailAsync(new SandboxFault(Ask) { Status = 404, Body = """{"code":2000}""", Times = 10 });
        ExpectLog("BackendRefused");
        await _visitor.ExpectAsync(HttpStatusCode.ServiceUnavailable, "/essays/maps");
        await sandbox.Control.ClearFaultsAsync();

        using var after = await _visitor.Browser.OpenAsync("/essays/maps");

        Assert.Equal(before.Headers.Location, after.Headers.Location);
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
