using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Clients;

/// <summary>Endpoints that ASP.NET Core itself takes for an API never redirect, whatever the request looks like.</summary>
public sealed class ApiEndpointTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private Shop _shop = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:Resources:2:Pattern"] = "/weather/{town}";
        settings["TalerPaywall:Resources:2:Price"] = "KUDOS:0.1";
        _shop = await Shop.OpenAsync(settings, builder => builder.Services.AddControllers().AddApplicationPart(typeof(WeatherController).Assembly), Build);
        _browser = new Browser(_shop.BaseAddress);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _shop.DisposeAsync();
    }

    [Theory]
    [InlineData("/weather/ulm")]
    [InlineData("/sold-weather")]
    [InlineData("/controller-weather")]
    public async Task A_browser_that_opens_it_gets_the_problem_and_no_redirect(string path)
    {
        using var response = await _browser.OpenAsync(path);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.NotNull((await Problem.ReadAsync(response)).TalerPayUri);
    }

    [Theory]
    [InlineData("/page-weather")]
    [InlineData("/controller-page-weather")]
    [InlineData("/weather-as-text")]
    public async Task One_that_allows_the_redirect_or_writes_no_json_redirects(string path)
    {
        using var response = await _browser.OpenAsync(path);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task A_prefetch_of_it_makes_no_order_all_the_same()
    {
        await sandbox.Control.ClearRequestsAsync();

        using var response = await _browser.SendAsync(HttpMethod.Get, "/weather/ulm", request => request.Headers.Add("Sec-Purpose", "prefetch"));

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("", await sandbox.CallsAsync());
    }

    private static void Build(WebApplication app)
    {
        app.UseTalerPaywall();
        app.MapGet("/weather/{town}", (string town) => new Weather(town));
        app.MapGet("/sold-weather", () => new Weather("Ulm")).RequireTalerPayment("KUDOS:0.1");
        app.MapGet("/page-weather", () => new Weather("Ulm")).RequireTalerPayment("KUDOS:0.1").AllowCookieRedirect();
        app.MapGet("/weather-as-text", () => "fine").RequireTalerPayment("KUDOS:0.1");
        app.MapControllers();
    }

    private sealed record Weather(string Town);
}

[ApiController]
public sealed class WeatherController : ControllerBase
{
    [HttpGet("/controller-weather")]
    [RequireTalerPayment("KUDOS:0.1")]
    public IActionResult Get() => Content("fine");

    [HttpGet("/controller-page-weather")]
    [RequireTalerPayment("KUDOS:0.1")]
    [AllowCookieRedirect]
    public IActionResult GetPage() => Content("fine");
}
