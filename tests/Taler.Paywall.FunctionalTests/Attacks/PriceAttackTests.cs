using Microsoft.AspNetCore.Builder;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Two rules that give one name and one URL to different methods of a path: the cheap one does not open what the dear one sells.</summary>
public sealed class PriceAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
    [Fact]
    public Task Another_method_buys_a_dear_endpoint_at_the_price_of_the_pattern_around_it() => ExpectClosedAsync(
        HttpMethod.Put,
        HttpMethod.Get,
        "/essays/dear",
        settings => Sell(settings, 0, "/essays/{**rest}", "KUDOS:0.1"),
        app => app.MapGet("/essays/dear", () => Shop.Paid).RequireTalerPayment("KUDOS:5"));

    [Fact]
    public Task A_cheap_GET_opens_a_dear_POST_of_a_pattern_within_the_pattern() => ExpectClosedAsync(
        HttpMethod.Get,
        HttpMethod.Post,
        "/api/render",
        settings =>
        {
            Sell(settings, 0, "/api/{**rest}", "KUDOS:0.1");
            Sell(settings, 1, "/api/render", "KUDOS:5");
            settings["TalerPaywall:Resources:1:Methods:0"] = "POST";
        },
        app => app.MapPost("/api/render", () => Shop.Paid));

    [Fact]
    public Task A_cheap_GET_opens_a_dear_POST_of_another_endpoint() => ExpectClosedAsync(
        HttpMethod.Get,
        HttpMethod.Post,
        "/shelf/dear",
        _ => { },
        app =>
        {
            app.MapGet("/shelf/{book}", () => "cheap").RequireTalerPayment("KUDOS:0.1");
            app.MapPost("/shelf/dear", () => Shop.Paid).RequireTalerPayment("KUDOS:5");
        });

    private static void Sell(Dictionary<string, string?> settings, int number, string pattern, string price)
    {
        settings[$"TalerPaywall:Resources:{number}:Pattern"] = pattern;
        settings[$"TalerPaywall:Resources:{number}:Price"] = price;
    }

    private async Task ExpectClosedAsync(HttpMethod cheap, HttpMethod dear, string path, Action<Dictionary<string, string?>> sell, Action<WebApplication> map)
    {
        var settings = Shop.SettingsWithoutResources(Sandbox.BaseUrl);
        sell(settings);
        await using var shop = await Shop.OpenAsync(settings, build: app =>
        {
            app.UseTalerPaywall();
            map(app);
        });
        shop.AllowLog(line => line.Event is "FulfillmentUrlTaken");
        using var visitor = new Visitor(shop, Sandbox.Control);
        using var offer = await visitor.Browser.SendAsync(cheap, path, request => request.Headers.Accept.ParseAdd("application/json"));
        Assert.Contains("KUDOS:0.1", await offer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("paid", (await Sandbox.Control.PayAsync(visitor.Wallet, offer.Headers.GetValues("Taler").Single())).Outcome);

        using var response = await visitor.Browser.SendAsync(dear, path);

        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
