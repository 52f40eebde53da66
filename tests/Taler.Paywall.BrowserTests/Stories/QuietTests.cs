using Taler.Paywall.BrowserTests.Stage;

namespace Taler.Paywall.BrowserTests.Stories;

/// <summary>What a browser asks for by itself makes no order and is told nothing.</summary>
public sealed class QuietTests(Theatre theatre) : Story(theatre)
{
    [Theory]
    [InlineData("/prefetching")]
    [InlineData("/speculating/prefetch")]
    [InlineData("/speculating/prerender")]
    public async Task What_a_browser_fetches_ahead_makes_no_order(string page)
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveAsync(shop);

        await visitor.OpenAsync(page);
        var request = await shop.Ledger.AnsweredAsync(request => request.Path == "/essays/bread");

        Assert.Contains("prefetch", request.Purpose, StringComparison.Ordinal);
        Assert.Equal(402, request.Status);
        Assert.Empty(await Theatre.Sandbox.RequestsAsync());
    }

    [Fact]
    public async Task A_link_that_was_fetched_ahead_still_leads_to_the_payment_page()
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveAsync(shop);
        await visitor.OpenAsync("/speculating/prerender");
        await shop.Ledger.AnsweredAsync(request => request.Path == "/essays/bread");

        await visitor.BuyAsync("bread");
    }

    [Fact]
    public async Task A_picture_of_a_sold_folder_makes_no_order()
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveAsync(shop);

        await visitor.OpenAsync("/pictures");
        var request = await shop.Ledger.AnsweredAsync(request => request.Path == "/essays/bread/oven.svg");

        Assert.Equal("image", request.Destination);
        Assert.Equal(402, request.Status);
        Assert.Empty(await Theatre.Sandbox.RequestsAsync());
    }
}
