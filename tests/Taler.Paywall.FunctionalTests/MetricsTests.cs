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
        Assert.Equal(1, counted.Orders);
    }

    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<string> _decisions = new();
        private long _orders;

        public Counted(Shop shop)
        {
            var meters = shop.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TalerPaywallDefaults.MeterName && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (instrument.Name == "taler.paywall.orders.created")
                    Interlocked.Add(ref _orders, value);
                else
                    _decisions.Enqueue((string)tags[0].Value!);
            });
            _listener.Start();
        }

        public IEnumerable<string> Decisions => _decisions;

        public long Orders => Interlocked.Read(ref _orders);

        public void Dispose() => _listener.Dispose();
    }
}
