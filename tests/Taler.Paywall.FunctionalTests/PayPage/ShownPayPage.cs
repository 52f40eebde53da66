using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Taler.Paywall.FunctionalTests.PayPage;

/// <summary>A pay page as a browser has read it.</summary>
internal sealed class ShownPayPage
{
    private readonly IDocument _page;

    private ShownPayPage(HttpResponseMessage response, IDocument page) => (Response, _page) = (response, page);

    public HttpResponseMessage Response { get; }

    public string Policy => Header("Content-Security-Policy");

    public string TalerHeader => Header("Taler");

    public string Heading => _page.QuerySelector("h1")!.TextContent;

    public string Text => _page.Body!.TextContent;

    /// <summary>The main button.</summary>
    public string PayUri => _page.QuerySelector("main a")!.GetAttribute("href")!;

    /// <summary>The address that the script asks, and the one of the link for who has paid.</summary>
    public string WaitUrl => Watch.GetAttribute("data-url")!;

    public string PaidUrl => _page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")!).Single(target => target.Contains("taler_paywall=paid", StringComparison.Ordinal));

    public IElement Watch => _page.QuerySelector("#taler-watch")!;

    public IElement Code => _page.QuerySelector("[role=img]")!;

    public IReadOnlyList<IElement> Scripts => [.. _page.QuerySelectorAll("script")];

    public string? Refresh => new HtmlParser().ParseDocument(_page.QuerySelector("head noscript")!.InnerHtml).QuerySelector("meta")?.GetAttribute("content");

    public static async Task<ShownPayPage> OpenAsync(Browser browser, string path)
    {
        var response = await browser.OpenAsync(path);
        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var page = await new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        Assert.NotNull(page.QuerySelector("#taler-watch"));
        return new ShownPayPage(response, page);
    }

    private string Header(string name) => Assert.Single(Response.Headers.GetValues(name));
}
