using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests;

/// <summary>Every request for a protected resource is counted once, by how it was answered.</summary>
public sealed class MetricsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_purchase_and_its_refund_are_counted_step_by_step()
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        using var counted = new Counted(shop);
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
        using var counted = new Counted(shop);
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
        using var counted = new Counted(shop);
        for (var i = 0; i < 10; i++)
        {
            using var browser = new Browser(shop.BaseAddress);
            (await browser.OpenAsync("/essays/maps")).Dispose();
        }

        Assert.Contains(refused, counted.Orders);
    }

    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<string> _decisions = new();
        private readonly ConcurrentQueue<string> _orders = new();

        public Counted(Shop shop)
        {
            var meters = shop.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TalerPaywallDefaults.MeterName && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
            {
                var tag = tags.Length > 0 ? (string)tags[0].Value! : null;
                if (instrument.Name == "taler.paywall.requests")
                    _decisions.Enqueue(tag!);
                else
                    _orders.Enqueue(instrument.Name.Split('.')[^1] + (tag is null ? "" : " by " + tag));
            });
            _listener.Start();
        }

        public IEnumerable<string> Decisions => _decisions;

        /// <summary>What became of orders: "created", "refused by site".</summary>
        public IEnumerable<string> Orders => _orders;

        public void Dispose() => _listener.Dispose();
    }
}
