using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.BrowserTests.Stage;
using Taler.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stories;

/// <summary>The pages of the paywall, one by one.</summary>
public sealed class PageTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.OfPages), MemberType = typeof(Look))]
    public async Task The_refund_page_is_well_made(Look look)
    {
        var shop = await OpenShopAsync();
        var visitor = await ArriveAsync(shop, look);
        await visitor.BuyAsync("bread");
        await shop.Merchant.RefundAsync(shop.Ledger.Served.Last(), Amount.Parse("KUDOS:0.5"), "The reader asked for it.");

        await visitor.OpenAsync("/essays/bread");

        await Expect(visitor.Page.Locator("form[action*=buy-again]")).ToBeVisibleAsync();
        await visitor.IsWellMadeAsync("refund");
    }

    [Theory, MemberData(nameof(Look.OfPages), MemberType = typeof(Look))]
    public async Task The_outage_page_is_well_made(Look look)
    {
        var shop = await OpenShopAsync();
        shop.AllowLog(LogLevel.Error);
        var visitor = await ArriveAsync(shop, look);
        await Theatre.Sandbox.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 400, Times = 10 });

        var response = await visitor.OpenAsync("/essays/bread");

        Assert.Equal(503, response!.Status);
        await visitor.IsWellMadeAsync("outage");
    }
}
