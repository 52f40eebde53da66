using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>The buttons of our pages are POSTs at the address of a page, and most pages are mapped for GET only.</summary>
public sealed class ButtonTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxControl _sandbox = fixture.Control;

    public static TheoryData<string, bool> Wirings => new()
    {
        { "/mapped", true }, { "/mapped", false }, { "/short", true }, { "/short", false }, { "/action", true }, { "/action", false }, { "/pattern", true },
    };

    [Theory]
    [MemberData(nameof(Wirings))]
    public async Task A_click_orders_what_is_mapped_or_sold_for_GET_only(string path, bool withMiddleware)
    {
        await using var shop = await OpenAsync(withMiddleware, "OnClick");
        using var visitor = new Visitor(shop, _sandbox);

        await BuyAsync(visitor, path);

        Assert.StartsWith(Shop.Paid, await visitor.ReadAsync(path));
    }

    [Theory]
    [MemberData(nameof(Wirings))]
    public async Task What_is_mapped_or_sold_for_GET_only_can_be_bought_again(string path, bool withMiddleware)
    {
        await using var shop = await OpenAsync(withMiddleware, "OnRequest");
        using var visitor = new Visitor(shop, _sandbox);
        var first = await visitor.BuyAsync(path);
        Assert.StartsWith(Shop.Paid, await visitor.ReadAsync(path));
        await shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(first.OrderId!), Amount.Parse("KUDOS:1"), "test");
        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, path);

        using (var pressed = await PressAsync(visitor.Browser, path + "?taler_paywall=buy-again"))
            Assert.Equal(HttpStatusCode.SeeOther, pressed.StatusCode);

        var second = await visitor.BuyAsync(path);
        Assert.NotEqual(first.OrderId, second.OrderId);
        Assert.StartsWith(Shop.Paid, await visitor.ReadAsync(path));
    }

    [Fact]
    public async Task A_button_serves_nothing_by_itself()
    {
        await using var shop = await OpenAsync(withMiddleware: true, "OnRequest");
        using var visitor = new Visitor(shop, _sandbox);

        foreach (var (name, value) in Wirings.Select(row => (row.Data.Item1, row.Data.Item2)).Where(row => row.Item2))
        {
            foreach (var action in new[] { "order", "buy-again" })
            {
                using var pressed = await PressAsync(visitor.Browser, $"{name}?taler_paywall={action}");
                Assert.DoesNotContain(Shop.Paid, await pressed.Content.ReadAsStringAsync());
                Assert.NotEqual(HttpStatusCode.OK, pressed.StatusCode);
                Assert.True(value);
            }
        }
    }

    [Fact]
    public async Task A_program_on_another_site_orders_with_its_session_in_a_header()
    {
        await using var shop = await OpenAsync(withMiddleware: true, "OnClick");
        using var page = new Browser(shop.BaseAddress);
        using var asked = await page.SendAsync(HttpMethod.Get, "/mapped", request => Foreign(request, "new"));
        var price = await Problem.ReadAsync(asked);

        using var ordered = await page.SendAsync(HttpMethod.Post, price.OrderUrl!, request => Foreign(request, asked.Headers.GetValues("Taler-Paywall-Session").Single()));

        Assert.NotNull((await Problem.ReadAsync(ordered)).TalerPayUri);
    }

    [Theory]
    [InlineData("GET", "no-cors", "empty")]
    [InlineData("POST", "no-cors", "empty")]
    [InlineData("POST", "no-cors", "report")]
    [InlineData("GET", "navigate", "iframe")]
    [InlineData("GET", "navigate", "fencedframe")]
    public async Task What_another_site_asks_for_unseen_makes_no_order(string method, string mode, string destination)
    {
        await using var shop = await OpenAsync(withMiddleware: true, "OnRequest");
        await _sandbox.ClearRequestsAsync();
        using var browser = new Browser(shop.BaseAddress);

        using var response = await browser.SendAsync(new HttpMethod(method), "/pattern", request =>
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*;q=0.8");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", mode);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", destination);
        });

        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal("", await fixture.CallsAsync());
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    private async Task<Shop> OpenAsync(bool withMiddleware, string orderCreation)
    {
        var settings = Shop.SettingsWithoutResources(fixture.BaseUrl);
        settings["TalerPaywall:OrderCreation"] = orderCreation;
        if (withMiddleware)
        {
            settings["TalerPaywall:Resources:0:Pattern"] = "/pattern";
            settings["TalerPaywall:Resources:0:Price"] = "KUDOS:1";
            settings["TalerPaywall:Resources:0:Methods:0"] = "GET";
            settings["TalerPaywall:Resources:0:RefundDelay"] = "1.00:00:00";
        }
        return await Shop.OpenAsync(
            settings,
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(ButtonController).Assembly),
            app =>
            {
                if (withMiddleware)
                    app.UseTalerPaywall();
                app.MapGet("/mapped", () => Shop.Paid).RequireTalerPayment("KUDOS:1");
                app.MapGet("/short", () => Shop.Paid).RequireTalerPayment("KUDOS:1").ShortCircuit();
                app.MapGet("/pattern", () => Shop.Paid);
                app.MapControllers();
            });
    }

    private async Task BuyAsync(Visitor visitor, string path)
    {
        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, path);
        using var pressed = await PressAsync(visitor.Browser, path + "?taler_paywall=order");
        Assert.Equal(HttpStatusCode.SeeOther, pressed.StatusCode);
        await _sandbox.PayAsync(visitor.Wallet, await Visitor.PayUriAsync(pressed));
    }

    private static Task<HttpResponseMessage> PressAsync(Browser browser, string path) => browser.SendAsync(
        HttpMethod.Post, path, request => request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));

    private static void Foreign(HttpRequestMessage request, string session)
    {
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("Origin", "https://app.example");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "cors");
        request.Headers.Add("Taler-Paywall-Session", session);
    }
}

/// <summary>An action for GET only.</summary>
public sealed class ButtonController : ControllerBase
{
    [HttpGet("/action")]
    [RequireTalerPayment("KUDOS:1")]
    public ContentResult Get() => Content(Shop.Paid);
}
