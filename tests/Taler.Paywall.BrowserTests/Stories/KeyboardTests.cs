using Microsoft.Playwright;
using Taler.Paywall.BrowserTests.Stage;

namespace Taler.Paywall.BrowserTests.Stories;

/// <summary>Whoever cannot use a mouse buys with the keys Tab and Enter, and always sees where he is.</summary>
public sealed class KeyboardTests(Theatre theatre) : Story(theatre)
{
    [Theory, MemberData(nameof(Look.Scripts), MemberType = typeof(Look))]
    public async Task A_purchase_takes_no_more_than_Tab_and_Enter(Look look)
    {
        var visitor = await ArriveAsync(await OpenShopAsync(("OrderCreation", "OnClick"), ("PayPage", "OnSite")), look);
        await visitor.OpenAsync("/essays/bread");

        await TabToAsync(visitor.Page, visitor.Button);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.IsAskedToPayAsync();
        await TabToAsync(visitor.Page, visitor.Page.Locator("a[href^=taler]"));
        await TabToAsync(visitor.Page, visitor.PaidLink);
        await visitor.PayByPhoneAsync();
        if (!look.Script)
            await visitor.Page.Keyboard.PressAsync("Enter");

        await visitor.ReadsAsync("bread");
    }

    /// <summary>Everything on the way to it shows that it has the focus.</summary>
    private static async Task TabToAsync(IPage page, ILocator target)
    {
        for (var stops = 0; stops < 6; stops++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.True(await page.EvaluateAsync<bool>(
                "() => { const ring = getComputedStyle(document.activeElement); return ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2; }"));
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }
        Assert.Fail("Tab does not lead to it.");
    }
}
