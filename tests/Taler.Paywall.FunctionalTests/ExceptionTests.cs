using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Taler.Paywall.FunctionalTests;

/// <summary>What a pattern leaves free: other methods, and paths of their own.</summary>
public sealed class ExceptionTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_teaser_below_a_sold_page_is_free()
    {
        await using var shop = await OpenAsync();
        using var stranger = new Visitor(shop, sandbox.Control);

        Assert.Equal("teaser", await stranger.ReadAsync("/essays/maps/teaser"));
        Assert.Equal("teaser", await stranger.ReadAsync("/ESSAYS/Maps/Teaser/"));
        await stranger.ExpectAsync(HttpStatusCode.Found, "/essays/maps");
        await stranger.ExpectAsync(HttpStatusCode.Found, "/essays/maps/teaser/more");
    }

    [Fact]
    public async Task A_path_that_may_be_the_teaser_or_the_page_is_refused()
    {
        await using var shop = await OpenAsync();
        using var stranger = new Visitor(shop, sandbox.Control);

        await stranger.ExpectAsync(HttpStatusCode.BadRequest, "/essays/maps/x%2F..%2Fteaser");
    }

    [Fact]
    public async Task Only_the_named_methods_are_sold()
    {
        await using var shop = await OpenAsync();
        using var stranger = new Visitor(shop, sandbox.Control);

        using var form = await stranger.Browser.SendAsync(HttpMethod.Get, "/render");
        using var job = await stranger.Browser.SendAsync(HttpMethod.Post, "/render");

        Assert.Equal("form", await form.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.PaymentRequired, job.StatusCode);
    }

    [Fact]
    public async Task A_method_override_behind_the_paywall_opens_nothing()
    {
        await using var shop = await OpenAsync();
        using var stranger = new Visitor(shop, sandbox.Control);

        using var plain = await stranger.Browser.SendAsync(HttpMethod.Post, "/report");
        using var overridden = await stranger.Browser.SendAsync(HttpMethod.Post, "/report", request => request.Headers.Add("X-HTTP-Method-Override", "GET"));

        Assert.Equal("noted", await plain.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.PaymentRequired, overridden.StatusCode);
    }

    private Task<Shop> OpenAsync()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:FreePaths:0"] = "/essays/{slug}/teaser";
        settings["TalerPaywall:Resources:1:Methods:0"] = "get";
        settings["TalerPaywall:Resources:2:Pattern"] = "/render";
        settings["TalerPaywall:Resources:2:Price"] = "KUDOS:1";
        settings["TalerPaywall:Resources:2:Methods:0"] = "POST";
        settings["TalerPaywall:Resources:2:Methods:1"] = "PUT";
        return Shop.OpenAsync(settings, build: app =>
        {
            app.UseTalerPaywall();
            app.UseHttpMethodOverride();
            app.UseRouting();
            app.MapGet("/essays/{slug}", () => Shop.Paid);
            app.MapGet("/essays/{slug}/teaser", () => "teaser");
            app.MapGet("/report", () => Shop.Paid);
            app.MapPost("/report", () => "noted");
            app.MapGet("/render", () => "form");
            app.MapPost("/render", () => Shop.Paid);
        });
    }
}
