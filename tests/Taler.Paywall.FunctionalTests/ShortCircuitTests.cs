using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Taler.Paywall.FunctionalTests;

/// <summary>Endpoints that routing runs at once never reach the middleware; the patterns hold all the same.</summary>
public sealed class ShortCircuitTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("/essays/fast")]
    [InlineData("/ESSAYS/Fast/")]
    public async Task A_pattern_holds_for_a_short_circuit_endpoint(string path)
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.ExpectAsync(HttpStatusCode.Found, path);

        await visitor.BuyAsync(path);

        Assert.Equal(Shop.Paid + "KUDOS:0.5", await visitor.ReadAsync(path));
    }

    [Theory]
    [InlineData("/essays/open", "open")]
    [InlineData("/teaser", "teaser")]
    [InlineData("/essays/fast/cover", "cover")]
    public async Task What_no_pattern_sells_or_an_endpoint_frees_stays_free(string path, string content)
    {
        await using var shop = await OpenAsync();
        using var stranger = new Visitor(shop, sandbox.Control);

        Assert.Equal(content, await stranger.ReadAsync(path));
    }

    [Fact]
    public async Task The_price_of_the_endpoint_stands_above_the_pattern()
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, sandbox.Control);

        await visitor.BuyAsync("/essays/dear");

        Assert.Equal(Shop.Paid + "KUDOS:3", await visitor.ReadAsync("/essays/dear"));
    }

    [Fact]
    public async Task A_status_that_short_circuits_is_no_content_and_is_gated_with_its_path()
    {
        await using var shop = await OpenAsync();
        using var stranger = new Visitor(shop, sandbox.Control);

        await stranger.ExpectAsync(HttpStatusCode.Found, "/essays/gone");
        await stranger.ExpectAsync(HttpStatusCode.NotFound, "/robots.txt");
    }

    private async Task<Shop> OpenAsync()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:FreePaths:0"] = "/essays/{slug}/cover";
        var shop = await Shop.OpenAsync(settings, build: app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/essays/fast", (HttpContext context) => Shop.Paid + context.GetTalerPayment()?.AmountPaid).ShortCircuit();
            app.MapGet("/essays/fast/cover", () => "cover").ShortCircuit();
            app.MapGet("/essays/open", () => "open").ShortCircuit().DisableTalerPaywall();
            app.MapGet("/essays/dear", (HttpContext context) => Shop.Paid + context.GetTalerPayment()?.AmountPaid).ShortCircuit().RequireTalerPayment("KUDOS:3");
            app.MapGet("/teaser", () => "teaser").ShortCircuit();
            app.MapShortCircuit(404, "essays/gone", "robots.txt");
        });
        shop.ExpectLog(line => line.Event == "ShortCircuitCovered");
        return shop;
    }
}
