using System.Diagnostics;
using System.Net;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Flood;

/// <summary>Twenty thousand requests without a cookie, from thousands of addresses, against the limits that every shop has.</summary>
public sealed class FloodTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Requests = 20_000;
    private const int WarmUp = 5000;
    private const string Bought = "/essays/bread";
    private const string Wanted = "/essays/maps";

    /// <summary>What a shop may hold more afterwards, in bytes: 100 for each request.</summary>
    private const long MoreHeap = 2_000_000;

    private readonly DirectoryInfo _keyRing = Directory.CreateTempSubdirectory("key-ring-");
    private SandboxProcess _sandbox = null!;
    private SandboxOrders _orders = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxProcess.StartAsync();
        _orders = new SandboxOrders(_sandbox.BaseUrl, SandboxProcess.AccessToken);
    }

    public async ValueTask DisposeAsync()
    {
        _orders.Dispose();
        await _sandbox.DisposeAsync();
        _keyRing.Delete(recursive: true);
    }

    [Theory]
    [InlineData("00:05:00")]
    [InlineData("00:00:00")]
    public async Task A_flood_makes_few_orders_takes_no_memory_and_touches_nobody_who_has_one(string paymentLifetime)
    {
        await using var shop = await ShopProcess.StartAsync(
            _sandbox, _keyRing.FullName, ("TalerPaywall:OrderLimits:PerClientPerMinute", "5"), ("TalerPaywall:PaymentCache:Lifetime", paymentLifetime));
        using var reader = new Browser(shop.Address);
        using var hesitant = new Browser(shop.Address);
        using var order = await reader.OpenAsync(Bought);
        await _sandbox.Control.PayAsync("reader", await Visitor.PayUriAsync(order));
        using var offer = await hesitant.OpenAsync(Wanted);
        var limits = new TalerOrderLimitOptions();
        using (var first = new Crawlers(shop.Address))
            await first.FloodAsync(WarmUp);
        var before = await shop.VitalsAsync();
        var ordersBefore = (await _orders.ListAsync()).Count;
        using var crawlers = new Crawlers(shop.Address);

        var started = Stopwatch.GetTimestamp();
        var flood = crawlers.FloodAsync(Requests);
        var visits = 0;
        for (; !flood.IsCompleted; visits++)
        {
            using var read = await reader.OpenAsync(Bought);
            using var shown = await hesitant.OpenAsync(Wanted);
            Assert.Equal((HttpStatusCode.OK, ShopProcess.Paid + "bread"), (read.StatusCode, await read.Content.ReadAsStringAsync()));
            Assert.Equal(offer.Headers.Location, shown.Headers.Location);
        }
        await flood;
        var made = (await _orders.ListAsync()).Count - ordersBefore;
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = await shop.VitalsAsync();

        output.WriteLine($"{Requests} requests in {elapsed.TotalSeconds:0.0} s, {made} orders, {visits} visits of those who have one; heap {before.Heap} to {after.Heap}, handles {before.Handles} to {after.Handles}");
        foreach (var (answer, count) in crawlers.Answers)
            output.WriteLine($"{answer}: {count}");
        Assert.InRange(made, 1, limits.Burst + limits.PerSecond * elapsed.TotalSeconds);
        Assert.All(crawlers.Answers.Keys, answer => Assert.Contains(answer, new[]
        {
            (HttpStatusCode.Found, false),
            (HttpStatusCode.PaymentRequired, false),
            (HttpStatusCode.ServiceUnavailable, true),
            (HttpStatusCode.TooManyRequests, true),
        }));
        Assert.Equal(Requests, crawlers.Answers.Values.Sum());
        Assert.True(visits > 0);
        Assert.InRange(after.Heap - before.Heap, long.MinValue, MoreHeap);
        Assert.Empty(shop.Trouble);

        using var bought = await hesitant.OpenAsync(Wanted);
        Assert.Equal("paid", (await _sandbox.Control.PayAsync("hesitant", await Visitor.PayUriAsync(bought))).Outcome);
        using var content = await hesitant.OpenAsync(Wanted);
        Assert.Equal(ShopProcess.Paid + "maps", await content.Content.ReadAsStringAsync());
    }
}
