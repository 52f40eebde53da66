using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Taler.Paywall.FunctionalTests.Pages;

namespace Taler.Paywall.FunctionalTests.PayPage;

/// <summary>A pay page as a browser has it.</summary>
internal sealed class ShownPayPage
{
    private readonly ShownPage _page;

    private ShownPayPage(ShownPage page) => _page = page;

    public string Policy => _page.Policy;

    public string TalerHeader => Assert.Single(_page.Response.Headers.GetValues("Taler"));

    public string Heading => _page.Heading;

    public string Text => _page.Text;

    /// <summary>The main button.</summary>
    public string PayUri => Document.QuerySelector("main a")!.GetAttribute("href")!;

    /// <summary>The address that the script asks, and the one of the link for who has paid.</summary>
    public string WaitUrl => Watch.GetAttribute("data-url")!;

    public string PaidUrl => Document.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")!).Single(target => target.Contains("taler_paywall=paid", StringComparison.Ordinal));

    /// <summary>Where a backend for tests plays the wallet.</summary>
    public string TestPageUrl => Document.QuerySelectorAll("main .action a")[^1].GetAttribute("href")!;

    public IElement Watch => Document.QuerySelector("#taler-watch")!;

    public IElement Code => Document.QuerySelector("[role=img]")!;

    public IReadOnlyList<IElement> Scripts => [.. Document.QuerySelectorAll("script")];

    public string? Refresh => Document.QuerySelector("head noscript > meta[http-equiv=refresh]")?.GetAttribute("content");

    private IHtmlDocument Document => _page.Document;

    public static async Task<ShownPayPage> OpenAsync(Browser browser, string path)
    {
        var page = (await ShownPage.OpenAsync(browser, path)).AssertOurs("en");
        Assert.NotNull(page.Document.QuerySelector("#taler-watch"));
        return new ShownPayPage(page);
    }
}
