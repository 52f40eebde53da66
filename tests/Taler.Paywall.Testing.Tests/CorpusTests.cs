using Taler.Paywall.Testing.Tests.Site;

namespace Taler.Paywall.Testing.Tests;

/// <summary>Nothing gets past the paywall, whatever is sold and however it is asked for.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public Task With_routing_after_everything_else_nothing_leaks_and_free_things_stay_free() => AuditAsync(new RoutingLast());

    [Fact]
    public Task With_routing_before_everything_else_nothing_leaks_and_free_things_stay_free() => AuditAsync(new RoutingFirst());

    private async Task AuditAsync(ShopOf shop)
    {
        await using var app = await shop.OpenAsync();

        var report = await app.AuditAsync(shop.Name);

        output.WriteLine(report.ToString());
        Assert.True(report.IsTight);
        Assert.Equal(shop.Sold.Count + shop.Free.Count, report.Counts.Count);
        Assert.All(report.Counts.Where(count => count.IsSold), count => Assert.True(count is { Http1: >= 500, Http2: >= 500, Gated: >= 500 }, count.Target));
    }
}
