using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable CA1822 // Actions of controllers are members.

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Offers that meet: what is cheap must not open what is dear, and nothing is bought twice.</summary>
public sealed class EndpointAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task Branches_with_one_route_and_two_prices_stop_the_start() => await ExpectRefusedAsync(app =>
    {
        app.Map("/archive", branch =>
        {
            branch.UseRouting();
            branch.UseEndpoints(endpoints => endpoints.MapGet("/issue", () => "old").RequireTalerPayment("KUDOS:0.1"));
        });
        app.Map("/today", branch =>
        {
            branch.UseRouting();
            branch.UseEndpoints(endpoints => endpoints.MapGet("/issue", () => Shop.Paid).RequireTalerPayment("KUDOS:5"));
        });
    });

    [Fact]
    public async Task A_pattern_and_an_endpoint_that_sell_one_url_under_two_names_stop_the_start() =>
        await ExpectRefusedAsync(app => app.MapGet("/essays/{slug}", () => Shop.Paid).RequireTalerPayment("KUDOS:3"));

    [Fact]
    public async Task A_cheap_pattern_and_a_dear_endpoint_of_one_name_stop_the_start() =>
        await ExpectRefusedAsync(app => app.MapGet("/dialogue", () => Shop.Paid).RequireTalerPayment("KUDOS:5"), settings =>
        {
            settings["TalerPaywall:Resources:2:Pattern"] = "/dialogue";
            settings["TalerPaywall:Resources:2:Price"] = "KUDOS:0.1";
        });

    [Fact]
    public async Task A_price_on_an_endpoint_that_only_stands_for_others_stops_the_start()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Shop.OpenAsync(
            Shop.SettingsWithoutResources(Sandbox.BaseUrl),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(EndpointAttackTests).Assembly),
            app => app.MapFallbackToController("Read", "Safe").RequireTalerPayment("KUDOS:3")));

        Assert.Contains("[RequireTalerPayment]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cheap_route_does_not_open_the_dear_action_that_a_fallback_leads_to_on_the_same_path()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.SettingsWithoutResources(Sandbox.BaseUrl),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(EndpointAttackTests).Assembly),
            app =>
            {
                app.MapGet("/vault", () => "cheap").RequireTalerPayment("KUDOS:0.1");
                app.MapFallbackToController("Read", "Safe");
            });
        shop.AllowLog(line => line.Event is "FulfillmentUrlTaken");
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync("/vault");
        Assert.Equal("cheap", await visitor.ReadAsync("/vault"));

        using var response = await visitor.Browser.SendAsync(HttpMethod.Post, "/vault");

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_is_bought_once()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(Sandbox.BaseUrl),
            builder => builder.Services.AddSignalR(),
            app =>
            {
                app.UseTalerPaywall();
                app.MapHub<PaidHub>("/ticker");
            });
        using var visitor = new Visitor(shop, Sandbox.Control);
        using var unpaid = await visitor.Browser.FetchAsync("/ticker/negotiate");
        await Sandbox.Control.PayAsync(visitor.Wallet, (await Problem.ReadAsync(unpaid)).TalerPayUri!);

        using var response = await visitor.Browser.SendAsync(HttpMethod.Post, "/ticker/negotiate?negotiateVersion=1");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var connect = await visitor.Browser.FetchAsync("/ticker?id=x");
        Assert.NotEqual(HttpStatusCode.PaymentRequired, connect.StatusCode);
    }

    [Fact]
    public async Task A_price_on_a_method_of_a_hub_stops_the_start()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Shop.OpenAsync(
            Shop.SettingsWithoutResources(Sandbox.BaseUrl),
            builder => builder.Services.AddSignalR(),
            app => app.MapHub<HalfPaidHub>("/ticker")));

        Assert.Contains("on the method Secret, where it has no effect", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_attribute_holds_for_a_controller_that_a_fallback_leads_to_without_the_middleware()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.SettingsWithoutResources(Sandbox.BaseUrl),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(EndpointAttackTests).Assembly),
            app =>
            {
                app.MapControllers();
                app.MapFallbackToController("Read", "Safe");
            });
        using var browser = new Browser(shop.BaseAddress);

        using var direct = await browser.OpenAsync("/vault-direct");
        Assert.Equal(HttpStatusCode.Found, direct.StatusCode);
        using var response = await browser.OpenAsync("/anything");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task One_page_is_one_purchase_in_every_spelling_of_a_conventional_route()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(Sandbox.BaseUrl),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(EndpointAttackTests).Assembly),
            app =>
            {
                app.UseTalerPaywall();
                app.MapControllerRoute("default", "{controller=Safe}/{action=Read}/{id?}");
            });
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync("/Safe/Read");
        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/Safe/Read"));
        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/"));

        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/safe/read"));
    }

    [Theory]
    [InlineData("http://dear.example/")]
    [InlineData(null)]
    public async Task An_order_of_another_shop_on_the_same_backend_opens_nothing_here(string? publicBaseUrl)
    {
        // The cheap shop has no PublicBaseUrl and believes the Host header; resources are named alike.
        var cheap = Shop.Settings(Sandbox.BaseUrl);
        cheap["TalerPaywall:Resources:0:Price"] = "KUDOS:0.01";
        await using var cheapShop = await Shop.OpenAsync(cheap);
        var dear = Shop.Settings(Sandbox.BaseUrl);
        dear["TalerPaywall:Resources:0:Price"] = "KUDOS:50";
        dear["TalerPaywall:PublicBaseUrl"] = publicBaseUrl;
        await using var dearShop = await Shop.OpenAsync(dear);
        dearShop.ExpectLog(line => line.Event == "FulfillmentUrlTaken");
        using var buyer = new Visitor(dearShop, Sandbox.Control);

        var answer = await RawAsync(cheapShop, $"GET /essays/maps HTTP/1.1\r\nHost: {(publicBaseUrl is null ? dearShop.BaseAddress.Authority : "dear.example")}\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
        var uri = Find(answer, "Taler: (\\S+)").Groups[1].Value;
        Assert.Equal("paid", (await Sandbox.Control.PayAsync(buyer.Wallet, uri)).Outcome);

        using var page = await buyer.Browser.OpenAsync("/essays/maps");
        var reply = await Sandbox.Control.PayAsync(buyer.Wallet, await Visitor.PayUriAsync(page));
        Assert.Equal("replayed", reply.Outcome);
        using var response = await buyer.Browser.OpenAndFollowAsync("/essays/maps");
        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task ExpectRefusedAsync(Action<WebApplication> map, Action<Dictionary<string, string?>>? change = null)
    {
        var settings = Shop.Settings(Sandbox.BaseUrl);
        change?.Invoke(settings);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Shop.OpenAsync(settings, build: app =>
        {
            app.UseTalerPaywall();
            map(app);
        }));
    }

    [RequireTalerPayment("KUDOS:1", "Ticker")]
    private sealed class PaidHub : Microsoft.AspNetCore.SignalR.Hub;

    private sealed class HalfPaidHub : Microsoft.AspNetCore.SignalR.Hub
    {
        [RequireTalerPayment("KUDOS:1")]
        public string Secret() => Shop.Paid;
    }
}

/// <summary>Reached by a route of its own and by a fallback.</summary>
[RequireTalerPayment("KUDOS:3", "Vault")]
public sealed class VaultController : ControllerBase
{
    /// <summary>The content.</summary>
    [HttpGet("/vault-direct")]
    public string Direct() => Shop.Paid;
}

/// <summary>Reached by a fallback only.</summary>
[RequireTalerPayment("KUDOS:3", "Safe")]
public sealed class SafeController : ControllerBase
{
    /// <summary>The content.</summary>
    public string Read() => Shop.Paid;
}
