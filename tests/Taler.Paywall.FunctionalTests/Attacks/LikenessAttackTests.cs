using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>What only looks like a free or cheap literal is a value of the dear pattern around it.</summary>
public sealed class LikenessAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("/essays/masse", "/essays/ma%C3%9Fe")]
    [InlineData("/essays/maße", "/essays/masse")]
    [InlineData("/essays/intro", "/essays/intro%E2%80%8B")]
    [InlineData("/essays/intro", "/essays/%EF%BD%89ntro")]
    [InlineData("/essays/cover.jpg", "/essays/c~1.jpg")]
    [InlineData("/essays/about", "/essays/a~1")]
    public async Task Nothing_is_free_for_looking_like_a_free_path(string free, string asked)
    {
        var settings = Settings();
        settings["TalerPaywall:FreePaths:0"] = free;
        await using var shop = await OpenAsync(settings);
        using var browser = new Browser(shop.BaseAddress);

        using var response = await browser.OpenAsync(asked);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task What_may_be_a_free_file_with_a_value_that_nobody_can_read_is_refused()
    {
        var settings = Settings();
        settings["TalerPaywall:FreePaths:0"] = "/essays/{name}.jpg";
        await using var shop = await OpenAsync(settings);
        using var stranger = new Visitor(shop, Sandbox.Control);

        await stranger.ExpectAsync(HttpStatusCode.BadRequest, "/essays/secret.%EF%BD%8Apg");
    }

    [Theory]
    [InlineData("/essays/masse", "/essays/ma%C3%9Fe")]
    [InlineData("/essays/about", "/essays/a~1")]
    public async Task Nothing_is_cheap_for_looking_like_a_cheap_path(string cheap, string asked)
    {
        var settings = Settings();
        settings["TalerPaywall:Resources:1:Pattern"] = cheap;
        settings["TalerPaywall:Resources:1:Price"] = "KUDOS:0.1";
        await using var shop = await OpenAsync(settings);
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync(cheap);

        await visitor.ExpectAsync(HttpStatusCode.Found, asked);
    }

    private Dictionary<string, string?> Settings() => new(Shop.SettingsWithoutResources(Sandbox.BaseUrl))
    {
        ["TalerPaywall:Resources:0:Pattern"] = "/essays/{slug}",
        ["TalerPaywall:Resources:0:Price"] = "KUDOS:5",
    };

    private static Task<Shop> OpenAsync(Dictionary<string, string?> settings) => Shop.OpenAsync(settings, build: app =>
    {
        app.UseTalerPaywall();
        app.MapGet("/essays/{slug}", (string slug) => Shop.Paid + slug);
    });
}
