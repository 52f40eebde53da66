using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.BrowserTests.Stage;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stories;

/// <summary>Pages of other origins, as a real browser lets them speak with the shop.</summary>
public sealed class OtherOriginTests(Theatre theatre) : Story(theatre)
{
    [Fact]
    public async Task An_application_on_another_port_buys_with_the_cookie()
    {
        await using var spa = await Spa.OpenAsync();
        var shop = await OpenShopAsync(policy => policy.WithOrigins(spa.OnTheSameSite).WithHeaders("X-Client").AllowCredentials());

        await BuyNumbersAsync(shop, $"{spa.OnTheSameSite}/numbers?session=cookie");
    }

    [Fact]
    public async Task An_application_on_another_site_buys_with_a_session_in_a_header()
    {
        await using var spa = await Spa.OpenAsync();
        var shop = await OpenShopAsync(policy => policy.WithOrigins(spa.OnAnotherSite).WithHeaders(TalerPaywallDefaults.SessionHeaderName));

        await BuyNumbersAsync(shop, $"{spa.OnAnotherSite}/numbers?session=header");
    }

    [Fact]
    public async Task A_form_of_another_site_makes_no_order()
    {
        await using var spa = await Spa.OpenAsync();
        var shop = await OpenShopAsync(("OrderCreation", "OnClick"));
        var visitor = await ArriveAsync(shop);
        await visitor.Page.GotoAsync($"{spa.OnAnotherSite}/form?target={Uri.EscapeDataString(visitor.AddressOf("/essays/bread?taler_paywall=order"))}");

        await visitor.Button.ClickAsync();

        var request = await shop.Ledger.AnsweredAsync(request => request.Path == "/essays/bread");
        Assert.Equal(402, request.Status);
        Assert.Equal(0, await OrdersAsync());
    }

    private async Task<Shop> OpenShopAsync(Action<Microsoft.AspNetCore.Cors.Infrastructure.CorsPolicyBuilder> policy) => Keep(await Shop.OpenAsync(
        Theatre,
        services: services => services.AddCors(options => options.AddDefaultPolicy(policy)),
        first: app => app.UseCors()));

    private async Task BuyNumbersAsync(Shop shop, string application)
    {
        var visitor = await ArriveAsync(shop);
        var page = visitor.Page;
        await page.GotoAsync($"{application}&api={Uri.EscapeDataString(visitor.AddressOf("/api/numbers"))}");

        await page.ClickAsync("button");
        await Expect(page.Locator("#answer")).ToHaveTextAsync("urn:taler-paywall:problem#payment-required");
        await Theatre.Sandbox.PayAsync(visitor.Phone, (await page.Locator("#pay").TextContentAsync())!);
        await page.ClickAsync("button");

        await Expect(page.Locator("#answer")).ToHaveTextAsync(Shop.Paid);
        Assert.Contains(shop.Ledger.Requests, request => request is { Method: "OPTIONS", Path: "/api/numbers" });
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
    }
}
