using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Taler.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>A person with a real browser, the wallet that the sandbox's pages play for it, and a second wallet on a phone.</summary>
public sealed partial class Visitor : IAsyncDisposable
{
    private readonly Shop _shop;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Visitor(Shop shop, Theatre theatre, Look look, IBrowserContext browser, IPage page) =>
        (_shop, Theatre, Look, Browser, Page) = (shop, theatre, look, browser, page);

    public Theatre Theatre { get; }

    public Look Look { get; }

    public IBrowserContext Browser { get; }

    /// <summary>The tab that he looks at.</summary>
    public IPage Page { get; private set; }

    /// <summary>The name of the wallet on his phone.</summary>
    public string Phone { get; init; } = "phone-" + Guid.NewGuid().ToString("N");

    /// <summary>What the browser complained about: scripts that failed, and whatever a content security policy stopped.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Visitor> ArriveAsync(Shop shop, Theatre theatre, Look look, IBrowserContext browser)
    {
        await browser.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error(`Blocked: ${e.effectiveDirective} ${e.blockedURI}`))");
        var visitor = new Visitor(shop, theatre, look, browser, await browser.NewPageAsync());
        browser.WebError += (_, error) => visitor._complaints.Enqueue(error.Error);
        browser.Console += (_, message) =>
        {
            if (message.Type is "error" && !AnswerThatIsNotOk().IsMatch(message.Text))
                visitor._complaints.Enqueue(message.Text);
        };
        return visitor;
    }

    public string AddressOf(string path) => new Uri(_shop.Address, path).AbsoluteUri;

    public Task<IResponse?> OpenAsync(string path) => Page.GotoAsync(AddressOf(path));

    /// <summary>Opens another tab and looks at it.</summary>
    public async Task<IPage> OpenTabAsync() => Page = await Browser.NewPageAsync();

    /// <summary>Waits until the tab shows the content that was paid for, at its own address.</summary>
    public async Task ReadsAsync(string slug)
    {
        await Expect(Page.GetByText($"{Shop.Paid}: {slug}.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        Assert.Equal(AddressOf("/essays/" + slug), Page.Url);
    }

    /// <summary>Waits until the tab shows the payment page of the backend.</summary>
    public async Task IsAskedToPayAsync()
    {
        await Expect(PayLink).ToBeVisibleAsync();
        Assert.StartsWith(Theatre.Backend.AbsoluteUri, Page.Url, StringComparison.Ordinal);
        await Expect(Page.GetByText(Shop.Paid)).ToHaveCountAsync(0);
    }

    /// <summary>Presses the button of the payment page, behind which the browser has a wallet.</summary>
    public Task PayHereAsync() => Page.Locator("form button").ClickAsync();

    /// <summary>Scans the code of the page with the phone, and pays there.</summary>
    public async Task<WalletReply> PayByPhoneAsync() => await Theatre.Sandbox.PayAsync(Phone, await PayUriAsync());

    public async Task<string> PayUriAsync() => (await PayLink.GetAttributeAsync("href"))!;

    /// <summary>Opens an essay, pays for it in the browser, and reads it.</summary>
    public async Task BuyAsync(string slug)
    {
        await OpenAsync("/essays/" + slug);
        await PayHereAsync();
        await ReadsAsync(slug);
    }

    /// <summary>Forgets what the shop keeps in this browser. The wallet remembers.</summary>
    public Task DeleteShopCookiesAsync() => Browser.ClearCookiesAsync(new() { Domain = "localhost" });

    public async ValueTask DisposeAsync() => await Browser.DisposeAsync();

    private ILocator PayLink => Page.Locator("a[href^=taler]");

    /// <summary>The browser writes a line for each answer that is not a success. Those are what the tests are about.</summary>
    [GeneratedRegex("^Failed to load resource: the server responded with a status of (402|410|429|503) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnswerThatIsNotOk();
}
