using Microsoft.Playwright;
using Taler.Paywall.BrowserTests.Stage;

namespace Taler.Paywall.BrowserTests.Stories;

public sealed class PurchaseTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task A_visitor_sees_the_price_clicks_pays_on_the_site_and_reads(Look look)
    {
        var shop = await OpenShopAsync(("OrderCreation", "OnClick"), ("PayPage", "OnSite"));
        var visitor = await ArriveAsync(shop, look);

        await visitor.OpenAsync("/");
        await FollowTheLinkAsync(visitor);
        await visitor.Button.ClickAsync();
        await visitor.IsAskedToPayAsync();
        await visitor.PayHereAsync();

        await visitor.GoesOnToReadAsync("bread");
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
    }

    [Theory, MemberData(nameof(Look.Everywhere), MemberType = typeof(Look))]
    public async Task A_visitor_follows_a_link_pays_and_reads(Look look, TalerPayPage payPage)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(payPage), look);

        await visitor.OpenAsync("/");
        await FollowTheLinkAsync(visitor);
        await visitor.IsAskedToPayAsync();
        await visitor.PayHereAsync();

        await visitor.GoesOnToReadAsync("bread");
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
    }

    private static Task FollowTheLinkAsync(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Bread" }).ClickAsync();
}
