using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests;

/// <summary>Every request for a protected resource is counted once, by how it was answered.</summary>
public sealed class MetricsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_purchase_and_its_refund_are_counted_step_by_step()
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        using var counted = new Measured(shop);
        using var visitor = new Visitor(shop, sandbox.Control);

        (await visitor.Browser.SendAsync(HttpMethod.Head, "/essays/maps")).Dispose();
        var order = await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");
        await visitor.ReadAsync("/free");
        (await visitor.Browser.OpenAsync("/report?id=1&id=2")).Dispose();
        await shop.Services.GetRequiredService<Merchant.ITalerMerchantClient>().RefundAsync(
            Merchant.OrderId.Parse(order.OrderId!), Merchant.Amount.Parse("KUDOS:0.5"), "Did not like it");
        (await visitor.Browser.OpenAsync("/essays/maps")).Dispose();
        (await visitor.Browser.SendAsync(HttpMethod.Post, "/essays/maps?taler_paywall=buy-again")).Dispose();

        string[] expected = ["refuse_without_order", "require_payment", "serve", "serve_cached", "ambiguous_path", "refunded", "buy_again"];
        Assert.Equal(expected, counted.Decisions);
        Assert.Equal(["created", "paid"], counted.Orders);
    }

    [Fact]
    public async Task An_order_counts_as_paid_once_however_often_it_is_looked_at_and_proved()
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        using var counted = new Measured(shop);
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");

        shop.Clock.Advance(TimeSpan.FromHours(2));
        await visitor.ReadAsync("/essays/maps");
        using var device = visitor.OnAnotherDevice();
        await device.BuyAsync("/essays/maps");
        await device.ReadAsync("/essays/maps");

        Assert.Equal("paid", Assert.Single(counted.Orders, order => order is not "created"));
    }

    [Theory]
    [InlineData("PerClientPerMinute", "refused by client")]
    [InlineData("Burst", "refused by site")]
    public async Task An_order_that_a_limit_refused_is_counted_with_the_limit(string limit, string refused)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderLimits:" + limit] = "1";
        settings["TalerPaywall:OrderLimits:PerSecond"] = "1";
        await using var shop = await Shop.OpenAsync(settings);
        using var counted = new Measured(shop);
        for (var i = 0; i < 10; i++)
        {
            using var browser = new Browser(shop.BaseAddress);
            (await browser.OpenAsync("/essays/maps")).Dispose();
        }

        Assert.Contains(refused, counted.Orders);
    }
}
