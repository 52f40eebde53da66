using Taler.Paywall.Testing.Tests.Site;

namespace Taler.Paywall.Testing.Tests;

/// <summary>Nothing gets past the paywall, whatever is sold and however it is asked for.</summary>
public sealed class ShopTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_that_is_sold_leaks_and_everything_free_stays_free()
    {
        await using var shop = await Shop.OpenAsync();

        var report = await shop.AuditAsync(options => Shop.Name(options, Shop.Examples, Shop.FreeExamples));

        output.WriteLine(report.ToString());
        Assert.True(report.IsTight);
        Assert.Equal(Shop.Examples.Count + Shop.FreeExamples.Count, report.Counts.Count);
        Assert.All(report.Counts.Where(count => count.IsSold), count => Assert.True(count is { Http1: >= 500, Http2: >= 500, Gated: >= 500 }, count.Target));
    }
}
