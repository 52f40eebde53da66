using Taler.Paywall.BrowserTests.Stage;

namespace Taler.Paywall.BrowserTests.Stories;

public sealed class PurchaseTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task A_visitor_buys_with_the_wallet_of_his_browser_and_reads(Look look)
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveAsync(shop, look);

        await visitor.OpenAsync("/");
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Bread" }).ClickAsync();
        await visitor.IsAskedToPayAsync();
        await visitor.PayHereAsync();

        await visitor.ReadsAsync("bread");
        Assert.Equal(1, await PaymentsAsync());
    }
}
