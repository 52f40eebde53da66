using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Taler.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>A person with a real browser, the wallet that the sandbox's pages play for it, and a second wallet on a phone.</summary>
public sealed partial class Visitor : IAsyncDisposable
{
    /// <summary>Milliseconds; without scripts a page may load itself again only after seconds.</summary>
    public const float Patience = 25_000;

    private readonly Shop _shop;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Visitor(Shop shop, Theatre theatre, Look look, IBrowserContext browser, IPage page) =>
        (_shop, Theatre, Look, Browser, Page) = (shop, theatre, look, browser, page);

    public Theatre Theatre { get; }

    public Look Look { get; private set; }

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

    /// <summary>Makes the window wider or narrower, and changes the scheme.</summary>
    public async Task LookAsync(Look look)
    {
        var size = Theatre.Size(look);
        await Page.SetViewportSizeAsync(size.Width, size.Height);
        await Page.EmulateMediaAsync(new() { ColorScheme = Theatre.Scheme(look) });
        Look = look;
    }

    /// <summary>Waits until the tab shows the content that was paid for, at its own address.</summary>
    public async Task ReadsAsync(string slug)
    {
        await Expect(Page.GetByText($"{Shop.Paid}: {slug}.")).ToBeVisibleAsync(new() { Timeout = Patience });
        Assert.Equal(AddressOf("/essays/" + slug), Page.Url);
    }

    /// <summary>Waits until the tab shows a page where he can pay, at the backend or on the site.</summary>
    public async Task IsAskedToPayAsync()
    {
        await Expect(PayLink).ToBeVisibleAsync();
        Assert.Equal(_shop.PaysOnSite, IsOnSite);
        await Expect(Page.GetByText(Shop.Paid)).ToHaveCountAsync(0);
    }

    /// <summary>Reads what a wallet has paid for. Pages that wait go on by themselves; without scripts, a page of the site is told by a link.</summary>
    public async Task GoesOnToReadAsync(string slug)
    {
        if (!Look.Script && _shop.PaysOnSite)
            await PaidLink.ClickAsync();
        await ReadsAsync(slug);
    }

    /// <summary>The link "I have paid".</summary>
    public ILocator PaidLink => Page.Locator("a[href*='taler_paywall=paid']");

    /// <summary>The only button of the page.</summary>
    public ILocator Button => Page.Locator("form button");

    /// <summary>
    /// Pays with the wallet of this browser: at the backend by the button that plays it, on the site as a wallet does that has taken the link.
    /// </summary>
    public async Task PayHereAsync()
    {
        await Expect(PayLink).ToBeVisibleAsync();
        if (IsOnSite)
            await PayByPhoneAsync();
        else
            await Button.ClickAsync();
    }

    /// <summary>Scans the code of the page with the phone, and pays there.</summary>
    public async Task<WalletReply> PayByPhoneAsync() => await Theatre.Sandbox.PayAsync(Phone, await PayUriAsync());

    public async Task<string> PayUriAsync() => (await PayLink.GetAttributeAsync("href"))!;

    /// <summary>Opens an essay, pays for it in the browser, and reads it.</summary>
    public async Task BuyAsync(string slug)
    {
        await OpenAsync("/essays/" + slug);
        await PayHereAsync();
        await GoesOnToReadAsync(slug);
    }

    /// <summary>Forgets what the shop keeps in this browser. The wallet remembers.</summary>
    public Task DeleteShopCookiesAsync() => Browser.ClearCookiesAsync(new() { Domain = "localhost" });

    public async ValueTask DisposeAsync() => await Browser.DisposeAsync();

    private bool IsOnSite => Page.Url.StartsWith(_shop.Address.AbsoluteUri, StringComparison.Ordinal);

    private ILocator PayLink => Page.Locator("a[href^=taler]");

    /// <summary>The browser writes a line for each answer that is not a success. Those are what the tests are about.</summary>
    [GeneratedRegex("^Failed to load resource: the server responded with a status of (402|410|429|503) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnswerThatIsNotOk();
}
